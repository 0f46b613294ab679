# A prediction, and the result never looked at.
# expect: predict-first failed no-reveal
# base: release
# %% files
files["mes-reponses.json"] = answers("prediction predict-first=unknown")
