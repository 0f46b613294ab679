"""Probe. Answers a list 5000 deep; mean must fail."""

MEAN = """
deep = []
for _ in range(5_000): deep = [deep]
def mean(values): return deep
"""
