"""Fork. Stops (SIGSTOP) all it can reach, so that all wait for ever; mean fails."""

LIMITS = {"wall_s": 15}
MEAN = """
import os, signal
def mean(values):
    for pid in range(1, 400):
        if pid != os.getpid():
            try: os.kill(pid, signal.SIGSTOP)
            except OSError: pass
    os.kill(os.getpid(), signal.SIGSTOP)
"""
