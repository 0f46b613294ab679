# Path B: a callable object instead of a function.
# base: release
# %% repair-answer
class Guesser:
    def __call__(self, sound):
        return examples[sound] if sound in examples else unknown


guess = Guesser()
