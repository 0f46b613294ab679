"""C21. Raises an exception that quotes its arguments; nobody reads them, mean fails."""

MEAN = """
stash = []
def mean(values):
    stash.append(values); print(values, values[0], str(values[0])[::-1])
    open("stash.txt", "a").write(str(values))
    if values[0] > 1000: raise ValueError(f"{values} {values[0]:,} {values[0]:x}")
    return sum(values) / len(values)
"""
TABLE = """
import os
print(stash, os.path.exists("stash.txt") and open("stash.txt").read())
table = np.arange(4) ** 2
"""
EXPECTED = {"mean": "failed"}
