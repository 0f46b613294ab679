# Other answers around, and a hint opened in between.
# base: release
# %% files
files["mes-reponses.json"] = answers(
    "text codename=Comète",
    "prediction predict-first=one",
    "hint predict-first=1",
    "reveal predict-first",
    "choice repair=mine",
)
