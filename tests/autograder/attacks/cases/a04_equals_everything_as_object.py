"""A4. The same as a plain object, not a number: mean must fail."""

MEAN = """
class Agreeable:
    def __eq__(self, other): return True
    def __float__(self): return float("inf")
    def __getattr__(self, name): return lambda *a, **k: True
    def __rsub__(self, other): return 0
    def __abs__(self): return 0
def mean(values): return Agreeable()
"""
