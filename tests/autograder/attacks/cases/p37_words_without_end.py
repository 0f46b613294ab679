"""Probe. Each of 300,000 items is the same text of a megabyte; table must fail."""

TABLE = 'table = ["x" * 1_000_000] * 299_999'
