# Every answer emptied, and no file: nothing is there any more.
# expect: drawings untouched
# expect: held-out failed
# expect: my-ai untouched
# expect: other-hand untouched
# expect: centred failed
# base: release
# %% drawings-answer

# %% held-out-answer

# %% learn-answer

# %% score-answer

# %% my-ai-answer

# %% exchange-answer

# %% other-hand-answer

# %% centred-answer

# %% files
files.clear()
