"""D28. Prints 300 MB; it is cut, the rest is marked, mean must fail."""

MEAN = """
for _ in range(300): print("x" * 1_000_000)
def mean(values): return 0
"""
