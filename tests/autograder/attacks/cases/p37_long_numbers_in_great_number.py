"""Probe. 300,000 numbers of 1,200 digits each, 300 MB once written; table must fail."""

TABLE = "table = [1 << 4_000] * 299_999"
