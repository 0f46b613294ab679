"""D27. Sets every library to 256 threads and burns them; mean must fail."""

LIMITS = {"cpu_s": 12}
MEAN = """
import os, threading
for name in ("OMP", "MKL", "OPENBLAS"): os.environ[name + "_NUM_THREADS"] = "256"
def burn():
    while True: sum(range(10_000))
def mean(values):
    for _ in range(8): threading.Thread(target=burn, daemon=True).start()
    burn()
"""
