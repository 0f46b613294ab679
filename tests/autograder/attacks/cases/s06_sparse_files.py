"""Sandbox. Files of terabytes that hold nothing, and more; honest work passes."""

EXPECTED: dict[str, str] = {}
OURS_ONLY = True
MEAN = """
import mmap, os
sizes = {"a": 10**12, "b": 2**62, "/tmp/c": 15_000_000, "/dev/shm/d": 10**13}
for name, size in sizes.items():
    try:
        with open(name, "wb") as file: file.truncate(size)
        os.posix_fallocate(os.open(name, os.O_RDWR), 0, 10**11)
    except (OSError, ValueError): pass
def mean(values): return sum(values) / len(values)
"""
