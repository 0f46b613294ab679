# M6: the AI is believed to find on the internet what it never received.
# expect: repair failed M6
# base: release
# %% files
files["mes-reponses.json"] = answers("choice repair=web")
