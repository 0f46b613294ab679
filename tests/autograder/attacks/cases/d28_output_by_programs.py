"""D28. Programs it starts write without end to both descriptors; mean must fail."""

LIMITS = {"cpu_s": 12, "wall_s": 15}
MEAN = """
import os, subprocess
subprocess.run(["/bin/sh", "-c", "yes x & yes y >&2"])
def mean(values): return 0
"""
