"""Fork. Kills all it can reach, other tests' snapshots too, when asked; it fails."""

MEAN = """
import os, signal
def mean(values):
    os.kill(-1, signal.SIGKILL); os._exit(1)
"""
