# Nothing is more stable than always the same answer.
# expect: centred failed constant
# %% centred-answer
def recognise(images):
    return ["1"] * len(images)
