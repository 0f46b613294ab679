"""Time. Right answers, each taking twice as long as the one before; mean fails."""

LIMITS = {"cpu_s": 10}
MEAN = """
import time
seconds = 1.0
def mean(values):
    global seconds
    seconds *= 2
    end = time.process_time() + seconds
    while time.process_time() < end: pass
    return sum(values) / len(values)
"""
