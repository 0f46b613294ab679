# An object that says it has five items, and gives none.
# expect: repair failed still-broken
# %% repair-answer
class Hollow:
    def __len__(self):
        return 5

    def __iter__(self):
        return iter(())


examples = Hollow()


def guess(sound):
    return unknown
