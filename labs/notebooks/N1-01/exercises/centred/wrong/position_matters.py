# The raw squares, path A.
# expect: centred failed position
# base: release
# %% files
files["mes-reponses.json"] = answers(
    "choice share=half", "choice method=neighbour", "choice preparation=none"
)
