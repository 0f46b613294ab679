# Every answer emptied, and no file: nothing is there any more.
# expect: codename failed
# expect: predict-first untouched
# expect: repair failed
# base: release
# %% codename-answer

# %% repair-answer

# %% files
files.clear()
