# Path A: centred, not enlarged.
# base: release
# %% files
files["mes-reponses.json"] = answers(
    "choice share=half", "choice method=neighbour", "choice preparation=centre"
)
