"""Probe. An array of one object, said to be there ten billion times; table fails."""

TABLE = "table = np.broadcast_to(np.array([None]), (10**10,))"
