# A number that is none, in place of a name.
# expect: codename failed empty-name
# base: release
# %% codename-answer
codename = float("nan")
