# Path A, from the drawings to the conclusion.
# base: release
# %% files
files["mes-reponses.json"] = answers(
    "choice share=quarter",
    "choice method=neighbour",
    "prediction other=same",
    "reveal other",
    "choice other-file=autre-main.json",
    "choice remedy=other-hands",
)
