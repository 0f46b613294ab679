# A name made of spaces.
# expect: codename failed empty-name
# base: release
# %% codename-answer
codename = "   "
