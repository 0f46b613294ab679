# M7: training and test drawings counted together.
# expect: my-ai failed M7
# base: release
# %% files
files["mes-reponses.json"] = answers(
    "choice share=half",
    "choice method=tree",
    "choice measured-on=all",
    "choice verdict=yes",
)
