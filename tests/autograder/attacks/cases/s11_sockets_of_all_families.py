"""Sandbox. Opens vsock, packet, raw, bluetooth sockets; right only if all refused."""

OURS_ONLY = True
EXPECTED: dict[str, str] = {}
MEAN = """
import socket
out = []
for family in range(3, 46):
    if family in (10, 16): continue
    for kind in (1, 2, 3, 5):
        try: socket.socket(family, kind).close(); out.append(family)
        except OSError: pass
for family in (2, 10):
    try: socket.socket(family, 3, 1).close(); out.append("raw")
    except OSError: pass
def mean(values): return -1.0 if out else sum(values) / len(values)
"""
