"""Time. Threads that hash on all cores while the cell waits for them; mean fails."""

LIMITS = {"cpu_s": 24}
MEAN = """
import hashlib, threading
def burn():
    while True: hashlib.sha256(bytes(10_000_000))
threads = [threading.Thread(target=burn, daemon=True) for _ in range(2)]
for each in threads: each.start()
for each in threads: each.join()
"""
