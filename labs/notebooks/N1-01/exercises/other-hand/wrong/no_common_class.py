# Shapes for an AI of digits.
# expect: other-hand failed no-common-class
# base: release
# %% files
files["mes-reponses.json"] = answers(
    "choice share=half",
    "choice method=neighbour",
    "choice other-file=autre-main-formes.json",
    "choice remedy=nothing",
)
