# Ends the process while a test asks.
# expect: codename passed
# expect: predict-first passed
# expect: repair failed
# %% repair-answer
import os


def guess(sound):
    os._exit(0)
