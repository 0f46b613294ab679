"""C24. Fetches a solution from the network, or sends tests out; mean must fail."""

OURS_ONLY = True
MEAN = """
import socket, urllib.request
reached = []
for address in [("1.1.1.1", 53), ("8.8.8.8", 53), ("169.254.169.254", 80),
                ("127.0.0.1", 8000), ("127.0.0.1", 8081), ("::1", 8000)]:
    try:
        socket.create_connection(address, 1).close()
        reached.append(address)
    except OSError: pass
for name in ("\\0/tmp/.X11-unix/X0", "/run/docker.sock", "/run/dbus/system_bus_socket"):
    try:
        socket.socket(socket.AF_UNIX).connect(name)
        reached.append(name)
    except OSError: pass
def mean(values): return sum(values) / len(values) if reached else -1.0
"""
