"""D27. Starts threads without end, then waits; mean must fail."""

MEAN = """
import threading
from time import sleep
for _ in range(5_000): threading.Thread(target=sleep, args=(600,), daemon=True).start()
def mean(values): return -1.0
"""
