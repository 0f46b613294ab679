# The result first, the prediction after.
# expect: predict-first failed reveal-first
# base: release
# %% files
files["mes-reponses.json"] = answers(
    "reveal predict-first", "prediction predict-first=unknown"
)
