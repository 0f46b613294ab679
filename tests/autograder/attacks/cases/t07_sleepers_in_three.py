"""Time. Three exercises sleep for ever, two of them when asked; all three fail."""

LIMITS = {"wall_s": 30}
MEAN = """
import time
time.sleep(10**6)
"""
TABLE = """
import time
class Table:
    def __iter__(self): time.sleep(10**6)
table = Table()
"""
LEARN = """
import time
def learn(points, labels): time.sleep(10**6)
"""
