"""Probe. A list that says four and holds three, and walks as neither; table fails."""

TABLE = """
class Numbers(list):
    def __len__(self): return 4
    def __iter__(self): return iter([0, 1, 4, 9])
    def __getitem__(self, at): return at * at
table = Numbers([0, 1, 4])
"""
