# Path A: the line chosen in the list, the code cell left alone.
# base: release
# %% files
files["mes-reponses.json"] = answers("choice repair=sound")
