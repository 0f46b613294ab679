"""Probe. Answers 80 MB, and a text of 50 million letters; mean and table fail."""

MEAN = """
import numpy as np
def mean(values): return np.zeros(10_000_000)
"""
TABLE = 'table = "x" * 50_000_000'
