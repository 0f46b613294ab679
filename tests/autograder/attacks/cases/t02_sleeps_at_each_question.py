"""Time. Sleeps before each question of a test that asks many; table must fail."""

OURS_ONLY = True
LIMITS = {"wall_s": 15}
TABLE = """
import time
class Slow:
    def __len__(self):
        time.sleep(0.9)
        return 4
    def __getitem__(self, at):
        time.sleep(0.9)
        return [0, 1, 4, 9][at]
    def __iter__(self):
        from autograder.runner import probe
        probe._MAX_CHUNK = 1
        for number in [0, 1, 4, 9]:
            time.sleep(0.9)
            yield number
table = Slow()
"""
