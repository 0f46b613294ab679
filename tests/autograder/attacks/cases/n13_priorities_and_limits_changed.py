"""Fork. Lowers its own limits, raises its priority, pins processors; mean fails."""

LIMITS = {"wall_s": 15}
MEAN = """
import ctypes, os, resource
def mean(values):
    for which in range(16):
        try: resource.setrlimit(which, (0, 0))
        except (OSError, ValueError): pass
    for change in (lambda: os.nice(-20), lambda: os.sched_setaffinity(0, {0}),
                   lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(99)),
                   lambda: open("/proc/self/oom_score_adj", "w").write("-1000")):
        try: change()
        except OSError: pass
    ctypes.CDLL(None).prctl(36, 1)
    return open("x", "w")
"""
