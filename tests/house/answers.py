"""What the learners of the journeys answer in N1-01, and how they read a screen.

Path A: every answer is a click or a key in a widget; nothing is typed as code.
"""

import re

# A piece of the question, in both languages, and the answer's value.
N1_01 = {
    ("Quelle part de tes dessins", "Which part of your drawings"): "quarter",
    ("Sur 10 dessins nouveaux", "Out of 10 new drawings"): "most",
    ("Comment ton IA apprend", "How does your AI learn"): "neighbour",
    ("étiquettes échangées", "labels swapped"): "swapped",
    ("mesures-tu le score", "do you measure the score"): "test",
    ("Sur une autre main, le score", "On another hand, the score"): "lower",
    ("Sur quelle autre main", "On which other hand"): "autre-main.json",
    ("de 2 cases", "by 2 squares"): "falls",
    ("Comment prépares-tu", "How do you prepare"): "centre-scale",
}
VERDICT = ("mieux que le hasard", "better than luck")
REMEDY = ("est-ce qui aide le plus", "what helps most")
REFLECTION = {
    "fr": "Le dessin 1 penché échoue : mon IA ne l’a jamais vu ainsi.",
    "en": "The slanted 1 fails: my AI never saw it that way.",
}
NUMBER = r"(\d+(?:[.,]\d+)?)"
SCORE = re.compile(rf"\bscore = {NUMBER}")
LIMIT = re.compile(rf"(?:il faut plus de|more than) {NUMBER}")
SHARE = re.compile(r"\b[01][.,]\d\d\b")


def is_known(question: str) -> bool:
    """Whether this text holds a question that we have an answer for."""
    pieces = [*VERDICT, *REMEDY, *(piece for pair in N1_01 for piece in pair)]
    return any(piece in question for piece in pieces)


def answer_to(question: str, above: str) -> str:
    """The answer's value. above: the results above, where the learner reads."""
    if any(words in question for words in VERDICT):
        return "yes" if last(SCORE, above) > last(LIMIT, above) else "no"
    if any(words in question for words in REMEDY):
        return remedy(above)
    pairs = (value for pair, value in N1_01.items() if any(p in question for p in pair))
    return next(pairs)


def remedy(above: str) -> str:
    """What the table of three trainings says: which line adds most to the first."""
    half, all_mine, mixed = (number(x) for x in SHARE.findall(above)[-3:])
    gain_mine, gain_mixed = all_mine - half, mixed - all_mine
    if max(gain_mine, gain_mixed) <= 0:
        return "nothing"
    return "other-hands" if gain_mixed >= gain_mine else "more-mine"


def last(pattern: re.Pattern[str], text: str) -> float:
    found = pattern.findall(text)
    assert found, f"{pattern.pattern!r} is nowhere on the screen"
    return number(found[-1])


def number(written: str) -> float:
    return float(written.replace(",", "."))
