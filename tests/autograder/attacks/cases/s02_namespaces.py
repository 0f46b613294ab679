"""Sandbox. Makes or enters namespaces; the mean is right only if all are refused."""

OURS_ONLY = True
EXPECTED: dict[str, str] = {}
MEAN = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
out = [flag for flag in range(25, 31) if libc.unshare(1 << flag) == 0]
for name in ("user", "mnt", "pid", "net"):
    try: fd = os.open(f"/proc/1/ns/{name}", os.O_RDONLY)
    except OSError: continue
    if libc.setns(fd, 0) == 0: out.append(name)
if libc.syscall(56, 0x10000011, 0, 0, 0, 0) >= 0: out.append("clone")
if libc.syscall(435, (ctypes.c_ulong * 11)(0x10000000), 88) >= 0: out.append("clone3")
def mean(values): return -1.0 if out else sum(values) / len(values)
"""
