"""Time. Each exercise computes for a while and then ends the process; all fail."""

LIMITS = {"cpu_s": 12, "wall_s": 30}
MEAN = TABLE = LEARN = ANSWER = """
import os, time
end = time.process_time() + 2
while time.process_time() < end: pass
os._exit(0)
"""
