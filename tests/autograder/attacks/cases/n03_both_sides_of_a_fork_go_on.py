"""Fork. Forks and lets both processes run the rest; mean fails, the rest is one."""

MEAN = """
import os
os.fork()
def mean(values): return -1.0
"""
