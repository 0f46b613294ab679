# Path A: one out of four.
# base: release
# %% files
files["mes-reponses.json"] = answers("choice share=quarter")
