"""D32. Ignores every signal, starts again at exit, and loops; mean must fail."""

LIMITS = {"cpu_s": 12}
MEAN = """
import atexit, os, signal, sys
for number in range(1, 65):
    try: signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError): pass
again = [sys.executable, "-c", "while 1: pass"]
atexit.register(lambda: os.execv(sys.executable, again))
while True: pass
"""
