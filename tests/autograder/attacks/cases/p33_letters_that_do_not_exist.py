"""Probe. An array of texts whose letters no alphabet has; table must fail."""

TABLE = 'table = np.frombuffer(b"\\xff" * 16, dtype="<U1")'
