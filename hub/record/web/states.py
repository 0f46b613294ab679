"""A state is always shape + word + colour. This is the one list of them.

The words are msgids (French); those that other screens say too are in labs/words.py.
`icon` names a drawing in templates/icons.html and `tone` a pair of colours in
record.css.
"""

from __future__ import annotations

from dataclasses import dataclass

from labs.words import STATE_WORDS


def N_(message: str) -> str:
    """Marks a sentence for translation where it is written, not where it is shown."""
    return message


@dataclass(frozen=True)
class StateWord:
    word: str
    icon: str
    tone: str


STATES: dict[str, StateWord] = {
    "passed": StateWord(STATE_WORDS["passed"].fr, "check", "passed"),
    "partial": StateWord(STATE_WORDS["partial"].fr, "half", "partial"),
    "failed": StateWord(STATE_WORDS["failed"].fr, "cross", "failed"),
    "waiting": StateWord(STATE_WORDS["waiting"].fr, "person", "waiting"),
    "submitted": StateWord(STATE_WORDS["submitted"].fr, "dots", "waiting"),
    "received": StateWord(STATE_WORDS["submitted"].fr, "dots", "waiting"),
    "marking": StateWord(STATE_WORDS["marking"].fr, "dots", "waiting"),
    "marked": StateWord(STATE_WORDS["marked"].fr, "check", "waiting"),
    "started": StateWord(STATE_WORDS["started"].fr, "dot", "waiting"),
    "untouched": StateWord(STATE_WORDS["untouched"].fr, "circle", "untouched"),
    "not_started": StateWord(STATE_WORDS["not_started"].fr, "circle", "untouched"),
    "could_not_mark": StateWord(STATE_WORDS["could_not_mark"].fr, "alert", "partial"),
    "stuck": StateWord(STATE_WORDS["stuck"].fr, "stop", "failed"),
    "pending": StateWord(N_("Publication en cours"), "dots", "waiting"),
    "done": StateWord(N_("Publié"), "check", "passed"),
    "none": StateWord(N_("Pas encore publié"), "circle", "untouched"),
}
# A job that failed is not a learner who failed.
JOB_FAILED = StateWord(N_("Échec"), "alert", "failed")

STUCK: dict[str, str] = {
    "tries": N_("3 essais ou plus en 7 jours"),
    "same_slip": N_("la même erreur deux fois de suite"),
    "silent": N_("plus rien depuis 7 jours"),
}

KINDS: dict[str, str] = {"submit": N_("Rendu"), "check": N_("Vérification")}

ACTIONS: dict[str, str] = {
    "release": N_("a demandé la publication"),
    "released": N_("a publié"),
    "extend": N_("a donné un délai"),
    "undo_extension": N_("a retiré un délai"),
    "retry": N_("a relancé une correction"),
    "read": N_("a consulté le dossier"),
}

# After a form did its work, the word in the address picks the sentence to show.
SAID: dict[str, str] = {
    "release": N_("La publication est demandée : elle prend quelques secondes."),
    "extend": N_("Le délai est donné. La personne le voit sur sa page."),
    "undo": N_("Le délai est retiré : la date de la classe s'applique à nouveau."),
    "retry": N_("La correction est relancée."),
}
