"""Time. A set of numbers that all have one hash, built for ever; mean must fail."""

LIMITS = {"cpu_s": 12}
MEAN = """
import sys
numbers = set()
for n in range(290_000): numbers.add(n * sys.hash_info.modulus)
def mean(values): return sum(values) / len(values)
"""
