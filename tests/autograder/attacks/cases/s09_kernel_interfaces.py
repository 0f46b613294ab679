"""Sandbox. Asks for bpf, io_uring, perf, keys, userfaultfd, modules; all refused."""

OURS_ONLY = True
EXPECTED: dict[str, str] = {}
MEAN = """
import ctypes
libc = ctypes.CDLL(None, use_errno=True)
room = ctypes.create_string_buffer(512)
calls = (321, 425, 298, 248, 250, 249, 323, 175, 313, 246, 320, 169, 167, 163, 304, 303,
         154, 312, 438, 278, 101, 310, 311)
out = [call for call in calls if libc.syscall(call, 0, room, room, 0, 0) >= 0]
out += [c for c in (41, 165, 321) if libc.syscall(c + 0x40000000, 1, 1, 0, 0, 0) >= 0]
def mean(values): return -1.0 if out else sum(values) / len(values)
"""
