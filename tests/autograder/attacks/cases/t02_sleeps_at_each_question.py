"""Time. Sleeps before each item of what a test asks for; table must fail."""

OURS_ONLY = True
LIMITS = {"wall_s": 15}
TABLE = """
import time
class Slow:
    def __len__(self):
        time.sleep(4.5)
        return 4
    def __getitem__(self, at):
        time.sleep(4.5)
        return [0, 1, 4, 9][at]
    def __iter__(self):
        for number in [0, 1, 4, 9]:
            time.sleep(4.5)
            yield number
table = Slow()
"""
