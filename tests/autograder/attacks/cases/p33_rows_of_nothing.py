"""Probe. Sixteen million rows without a column, no byte to send; table must fail."""

TABLE = "table = np.zeros((16_000_000, 0))"
