"""A7. Makes the partial credit NaN, which stock takes for full marks; table fails."""

TABLE = """
class NotANumber(int):
    def __eq__(self, other): return float("nan")
    __hash__ = int.__hash__
table = [NotANumber(7) for _ in range(4)]
"""
