# The examples replaced by others, about which a function is right that reads its input only.
# expect: repair failed still-broken
# %% repair-answer
examples = {str(number): "?" for number in range(3)}


def guess(sound):
    return "?" if len(sound) == 1 else unknown
