"""Fork. Finds the runner's loop and shell in memory, rewrites them; mean fails."""

OURS_ONLY = True
EXPECTED = {"mean": "failed", "table": "failed", "learn": "failed", "answer": "failed"}
MEAN = """
import gc, sys
from autograder.inside import probed, shell
shell.describe = lambda error: None
probed.Probed.answer = lambda self, request: {"value": True, "passed": True}
probed.Encoder.encode = lambda self, value, depth=0: True
def mean(values): return -1.0
"""
