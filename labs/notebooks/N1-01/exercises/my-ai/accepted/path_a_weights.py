# Path A: three choices, no code.
# base: release
# %% files
files["mes-reponses.json"] = answers(
    "choice share=half",
    "choice method=weights",
    "choice measured-on=test",
    "choice verdict=yes",
)
