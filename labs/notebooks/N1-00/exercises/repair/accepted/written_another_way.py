# Path B: the wrong line is gone, a loop does the work, and an example was added.
# base: release
# %% repair-answer
examples["hi-han"] = "âne"


def guess(sound):
    for known_sound, animal in examples.items():
        if known_sound == sound:
            return animal
    return unknown
