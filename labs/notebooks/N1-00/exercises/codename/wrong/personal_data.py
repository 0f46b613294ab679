# A phone number instead of an invented name.
# expect: codename failed personal-data
# base: release
# %% codename-answer
codename = "Camille 06 12 34 56 78"
