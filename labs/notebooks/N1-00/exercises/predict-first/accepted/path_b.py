# Path B: predict() and reveal() as code; the file holds what they wrote.
# base: release
# %% repair-answer
from labs.kit import predict, reveal

predict("predict-first", "unknown", confidence=90)
reveal("predict-first")


def guess(sound):
    return examples.get("miaou", unknown)


# %% files
files["mes-reponses.json"] = answers(
    "prediction predict-first=unknown", "reveal predict-first"
)
