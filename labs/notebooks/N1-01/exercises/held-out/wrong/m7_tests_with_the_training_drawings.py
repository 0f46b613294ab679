# M7, path A: nothing is held back.
# expect: held-out failed M7
# base: release
# %% files
files["mes-reponses.json"] = answers("choice share=none")
