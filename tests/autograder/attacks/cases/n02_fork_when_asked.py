"""Fork. Detaches children that hold every descriptor open when asked; mean fails."""

MEAN = """
import os, time
def mean(values):
    for _ in range(4):
        if os.fork() == 0:
            os.setsid()
            while True: time.sleep(1)
    return -1.0
"""
