"""Fork. Switches off the alarms that stop it, then loops when asked; mean fails."""

MEAN = """
import signal
def mean(values):
    signal.setitimer(signal.ITIMER_PROF, 0)
    signal.setitimer(signal.ITIMER_REAL, 0)
    signal.setitimer = lambda *a: None
    signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
    while True: pass
"""
