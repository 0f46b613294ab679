"""Sandbox. Types into the worker's terminal; honest work passes, nothing is typed."""

OURS_ONLY = True
EXPECTED: dict[str, str] = {}
MEAN = """
import fcntl, os
out = []
for name in ("/dev/tty", "/dev/console", "/dev/pts/0", "/proc/1/fd/0", "/proc/1/fd/2"):
    try:
        fd = os.open(name, os.O_RDWR | os.O_NOCTTY)
        fcntl.ioctl(fd, 0x5412, b"x")  # TIOCSTI
        out.append(name)
    except OSError: pass
def mean(values): return -1.0 if out else sum(values) / len(values)
"""
