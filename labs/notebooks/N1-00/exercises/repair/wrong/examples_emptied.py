# Nothing left to ask: no example, and a function that knows none.
# expect: repair failed still-broken
# %% repair-answer
examples = {}


def guess(sound):
    return unknown
