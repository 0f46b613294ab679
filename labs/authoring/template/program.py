# %% setup
# fr: Prépare le carnet.
# en: Prepares the notebook.
from labs.kit import setup

setup(lang=L("fr", "en"))

# %% first-answer answer
# fr: TODO : ce que l'on écrit ici.
# en: TODO: what to write here.
answer = None
### BEGIN SOLUTION
answer = 42
### END SOLUTION

# %% first-hints folded
# fr: Trois indices pour l'exercice 1.
# en: Three hints for exercise 1.
from labs.kit import hint

hint("first")

# %% first check folded
