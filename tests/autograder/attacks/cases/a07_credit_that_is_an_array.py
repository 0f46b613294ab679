"""A7. Makes the partial credit an array, which is no number either; table must fail."""

TABLE = "table = np.zeros((4, 2))"
