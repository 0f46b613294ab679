"""Fork. Opens every descriptor there is and keeps half; honest work passes."""

EXPECTED: dict[str, str] = {}
MEAN = """
import os, socket
taken = []
try:
    while True: taken.append(os.open("/dev/null", os.O_RDONLY))
except OSError: pass
for fd in taken[: len(taken) // 2]: os.close(fd)
mine, yours = socket.socketpair()
socket.send_fds(mine, [b"x"], taken[-20:])
def mean(values): return sum(values) / len(values)
"""
