"""Time. Three exercises start processes that start others for ever; all three fail."""

LIMITS = {"cpu_s": 12, "wall_s": 30}
MEAN = TABLE = LEARN = """
import os
while True:
    try: os.fork()
    except OSError: pass
"""
