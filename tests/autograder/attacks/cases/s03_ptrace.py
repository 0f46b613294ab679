"""Sandbox. Traces and reads other processes; the mean is right only if refused."""

OURS_ONLY = True
EXPECTED: dict[str, str] = {}
MEAN = """
import ctypes, os
libc = ctypes.CDLL(None, use_errno=True)
out = []
for pid in range(1, 30):
    if pid == os.getpid(): continue
    if libc.ptrace(16, pid, 0, 0) == 0: out.append(pid)  # PTRACE_ATTACH
    buffer = ctypes.create_string_buffer(8)
    here = (ctypes.c_void_p * 2)(ctypes.addressof(buffer), 8)
    if libc.process_vm_readv(pid, here, 1, here, 1, 0) > 0: out.append(pid)
def mean(values): return -1.0 if out else sum(values) / len(values)
"""
