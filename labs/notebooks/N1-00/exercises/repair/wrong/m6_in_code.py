# M6 in code: knowledge that is nowhere in the examples.
# expect: repair failed M6
# base: release
# %% repair-answer
def guess(sound):
    everything = {**examples, "cocorico": "coq", "cock-a-doodle-doo": "rooster"}
    return everything.get(sound, unknown)
