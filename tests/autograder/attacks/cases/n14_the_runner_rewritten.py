"""Fork. Finds the runner's loop and shell in memory, rewrites them; mean fails."""

OURS_ONLY = True
EXPECTED = {"mean": "failed", "table": "failed", "learn": "failed", "answer": "failed"}
MEAN = """
import gc, sys
from autograder.runner import probe
from autograder.runner import shell
shell.describe = lambda error: None
probe.Probed.answer = lambda self, request: {"value": True, "passed": True}
probe.Encoder.encode = lambda self, value, depth=0: True
def mean(values): return -1.0
"""
