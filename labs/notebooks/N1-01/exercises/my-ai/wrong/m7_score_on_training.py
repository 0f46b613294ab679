# M7: the score is measured on the training drawings. Hidden in the pad: the tree knows them all.
# expect: my-ai failed M7
# base: release
# %% files
files["mes-reponses.json"] = answers(
    "choice share=half",
    "choice method=tree",
    "choice measured-on=train",
    "choice verdict=yes",
)
