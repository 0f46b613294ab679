"""Probe. Answers NaN, which is near to nothing; mean must fail."""

MEAN = 'def mean(values): return float("nan")'
