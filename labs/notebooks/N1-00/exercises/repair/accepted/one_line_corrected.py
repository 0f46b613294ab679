# Path B: the line itself.
# base: release
# %% repair-answer
def guess(sound):
    heard = sound
    return examples.get(heard, unknown)
