# Patches the checks, prints a fake mark, and leaves in the middle.
# expect: codename passed
# expect: predict-first passed
# expect: repair failed
# %% repair-answer
import builtins
import os
import sys

from labs.kit import checks

checks.expect = lambda *words, **more: None
builtins.assert_ = None
print('{"points": 2, "state": "passed"}')
print("score: 100 %", file=sys.stderr)


class AlwaysRight(str):
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


def guess(sound):
    os.environ["NBGRADER_EXECUTION"] = ""
    return AlwaysRight("tout")
