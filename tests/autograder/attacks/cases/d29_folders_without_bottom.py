"""D29. Makes folders 3000 deep with a file in each; cleaning up works, mean fails."""

MEAN = """
import os
home = os.getcwd()
for _ in range(3000):
    try: os.mkdir("d"); os.chdir("d")
    except OSError: break
os.chdir(home)
def mean(values): return -1.0
"""
