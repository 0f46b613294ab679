"""A7. Makes the partial credit a text by elements that add up to one; table fails."""

TABLE = """
class Words(str):
    def __eq__(self, other): return Words("full marks")
    def __radd__(self, other): return self
    def __rmul__(self, other): return self
    def __truediv__(self, other): return self
    __hash__ = str.__hash__
table = [Words("a") for _ in range(4)]
"""
