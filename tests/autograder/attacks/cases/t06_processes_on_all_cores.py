"""Time. Each question starts a process that computes for ever; only mean may fail."""

LIMITS = {"cpu_s": 20, "wall_s": 40}
EXPECTED = {"mean": "failed"}
MEAN = """
import os, time
def mean(values):
    for _ in range(4):
        if os.fork() == 0:
            while True: pass
    while True: time.sleep(1)
"""
