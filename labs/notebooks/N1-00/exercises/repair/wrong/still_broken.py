# Says it does not know, even when it does.
# expect: repair failed still-broken
# base: release
# %% files
files["mes-reponses.json"] = answers("choice repair=nothing")
