"""Sandbox. Mounts, in seven ways; the mean is right only if all are refused."""

OURS_ONLY = True
EXPECTED: dict[str, str] = {}
MEAN = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
out = []
for kind in (b"tmpfs", b"proc", b"sysfs", b"overlay", b"cgroup2"):
    if libc.mount(b"none", b"/tmp", kind, 0, None) == 0: out.append(kind)
if libc.mount(b"/proc/1/root", b"/tmp", None, 4096, None) == 0: out.append("bind")
if libc.mount(None, b"/", None, 32 | 4096, None) == 0: out.append("remount")
if libc.umount2(b"/proc", 2) == 0 or libc.umount2(b"/opt/lab/python", 2) == 0:
    out.append("umount")
for number in (155, 161, 428, 429, 430, 442):  # pivot_root, chroot, the new calls
    if libc.syscall(number, b"/tmp", b"/tmp", 0, 0, 0) >= 0: out.append(number)
def mean(values): return -1.0 if out else sum(values) / len(values)
"""
