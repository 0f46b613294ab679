"""Sandbox. Makes files and links until no more can be made; mean must fail."""

LIMITS = {"cpu_s": 12, "wall_s": 15}
OURS_ONLY = True
MEAN = """
import itertools, os
for number in itertools.count():
    try: os.symlink("x", f"/tmp/{number}"); open(f"/dev/shm/{number}", "w").close()
    except OSError: break
def mean(values): return -1.0
"""
