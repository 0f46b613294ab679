"""Probe. Sixteen million rows of a byte, two gigabytes as a list; table must fail."""

TABLE = 'table = np.zeros((16_000_000, 1), dtype="u1")'
