"""Probe. Five items at the first walk, four at the second; table must fail."""

TABLE = """
class Shrinks:
    walks = 0
    def __iter__(self):
        Shrinks.walks += 1
        return iter([0, 1, 4, 9, 16][: 6 - Shrinks.walks])
table = Shrinks()
"""
