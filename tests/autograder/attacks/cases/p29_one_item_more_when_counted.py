"""Probe. Three right numbers to look at and a fourth to count; table must fail."""

TABLE = """
class Grows:
    walks = 0
    def __len__(self): return 4
    def __iter__(self):
        Grows.walks += 1
        return iter([0, 1, 4, 9, 0][2 - Grows.walks :][:4])
    def __getitem__(self, at): return [0, 1, 4, 9][at]
table = Grows()
"""
