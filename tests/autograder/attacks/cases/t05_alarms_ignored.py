"""Time. A cell that ignores each alarm and sleeps for ever; only mean fails."""

LIMITS = {"wall_s": 20}
MEAN = """
import signal, time
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
signal.setitimer = lambda *given: None
while True:
    try: time.sleep(1000)
    except BaseException: pass
"""
