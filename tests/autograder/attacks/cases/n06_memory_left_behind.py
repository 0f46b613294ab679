"""Fork. Leaves shared memory, files in memory and queues; honest work passes."""

EXPECTED: dict[str, str] = {}
MEAN = """
import ctypes, mmap, os
libc = ctypes.CDLL(None)
for key in range(1, 20):
    libc.shmget(0x5EED + key, 1_000_000, 0o1666)
    libc.msgget(0x5EED + key, 0o1666)
    libc.semget(0x5EED + key, 4, 0o1666)
    for name in (f"/dev/shm/left-{key}", f"/tmp/left-{key}"):
        try: open(name, "wb").write(bytes(300_000))
        except OSError: pass
    os.write(os.memfd_create(f"left-{key}"), bytes(100_000))
def mean(values): return sum(values) / len(values)
"""
