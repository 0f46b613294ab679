"""What a state is called: one word in French and one in English, on every screen.

The record's pages, the bar, the feedback page, the commands and the checks in a
notebook all take their words here. The bar's JavaScript repeats them (words.js);
tests/labs/test_words.py compares.
"""

from __future__ import annotations

from typing import NamedTuple

from labs.outcome import State


class Word(NamedTuple):
    fr: str
    en: str


STATE_WORDS: dict[str, Word] = {
    # How an exercise ended.
    State.PASSED.value: Word("Réussi", "Passed"),
    # Not "almost": one point of four is partial too.
    State.PARTIAL.value: Word("En partie", "Partly"),
    # Not "failed": it may be done again.
    State.FAILED.value: Word("À revoir", "To revise"),
    State.UNTOUCHED.value: Word("Pas commencé", "Not started"),
    State.WAITING.value: Word("En relecture", "Being read"),
    State.COULD_NOT_MARK.value: Word("Pas encore corrigé", "Not marked yet"),
    # Where a submission is.
    "submitted": Word("Rendu", "Submitted"),
    "marking": Word("Correction en cours", "Being marked"),
    "marked": Word("Corrigé", "Marked"),
    # Where a learner is with a lab.
    "not_started": Word("À faire", "To do"),
    "started": Word("En cours", "In progress"),
    "stuck": Word("Bloqué", "Stuck"),
}


def state_word(state: str, lang: str) -> str:
    """The word of a state in "fr" or "en"."""
    word = STATE_WORDS[state]
    return word.en if lang == "en" else word.fr
