# Path B: built from pieces, and not from letters only.
# base: release
# %% codename-answer
first, second = "Étoile", "№ 7 🌟"
codename = f"{first} {second}"
