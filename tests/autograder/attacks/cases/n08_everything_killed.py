"""Fork. Kills all it can reach, siblings, parents, groups; mean must fail."""

MEAN = """
import os, signal
for pid in (0, os.getppid(), 1, *range(2, 400)):
    if pid != os.getpid():
        try: os.kill(pid, signal.SIGKILL)
        except OSError: pass
os.kill(-1, signal.SIGKILL)
"""
