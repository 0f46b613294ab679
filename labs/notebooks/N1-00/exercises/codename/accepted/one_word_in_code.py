# Path B: one line of code.
# base: release
# %% codename-answer
codename = "Zéphyr"
