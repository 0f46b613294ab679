# Path A: predicted in the quiz, then looked. The prediction is wrong: no matter.
# base: release
# %% files
files["mes-reponses.json"] = answers(
    "prediction predict-first=rooster", "reveal predict-first"
)
