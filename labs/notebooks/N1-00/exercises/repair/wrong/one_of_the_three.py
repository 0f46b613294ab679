# Answers one of its animals to everything it does not know.
# expect: repair failed still-broken
# base: release
# %% repair-answer
def guess(sound):
    if sound in ("cocorico", "cock-a-doodle-doo"):
        return unknown
    return examples.get(sound, list(examples.values())[-1])
