"""D30. Puts links to gradebook and passwords in place of its files; mean fails."""

MEAN = """
import os
for name, target in (("T0-01.ipynb", "../../../gradebook.db"),
                     ("dessins.json", "/etc/shadow"), ("up", "/"), ("t.csv", "../..")):
    try:
        if os.path.lexists(name): os.remove(name)
        os.symlink(target, name)
    except OSError: pass
def mean(values): return -1.0
"""
