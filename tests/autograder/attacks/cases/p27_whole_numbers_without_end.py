"""Probe. Whole numbers of a million digits, and texts of them; mean must fail."""

MEAN = """
import sys
sys.set_int_max_str_digits(0)
def mean(values): return 10 ** 1_000_000 if len(values) < 3 else "9" * 1_000_000
"""
