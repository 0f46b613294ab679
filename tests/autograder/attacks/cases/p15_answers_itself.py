"""Probe. Answers the function instead of a number; mean must fail."""

MEAN = "def mean(values): return mean"
