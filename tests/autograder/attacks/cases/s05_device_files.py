"""Sandbox. Makes and opens devices of disks, memory, kernel; right only if refused."""

OURS_ONLY = True
EXPECTED: dict[str, str] = {}
MEAN = """
import os, stat
out = []
for major, minor in ((8, 0), (1, 1), (1, 11), (259, 0), (254, 0), (10, 229), (5, 1)):
    try: os.mknod("device", 0o666 | stat.S_IFBLK, os.makedev(major, minor))
    except OSError: continue
    out.append(major)
for name in ("mem", "kmem", "port", "kmsg", "sda", "vda", "nvme0n1", "loop0", "fuse",
             "net/tun", "kvm", "vsock", "userfaultfd", "uinput", "mapper/control"):
    try: os.open("/dev/" + name, os.O_RDWR); out.append(name)
    except OSError: pass
def mean(values): return -1.0 if out else sum(values) / len(values)
"""
