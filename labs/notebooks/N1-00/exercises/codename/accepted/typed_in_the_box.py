# Path A: no code at all, the box only.
# base: release
# %% files
files["mes-reponses.json"] = answers("text codename=Comète 12")
