"""Fork. Leaves a server on an abstract socket for the next to reach; mean fails."""

MEAN = """
import os, socket, time
server = socket.socket(socket.AF_UNIX)
server.bind("\\0caire-fork"); server.listen()
tcp = socket.socket(); tcp.bind(("127.0.0.1", 8081)); tcp.listen()
if os.fork() == 0:
    os.setsid()
    while True: time.sleep(1)
def mean(values): return -1.0
"""
