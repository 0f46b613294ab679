"""Which language the kit speaks, and words that exist in both.

A `Text` is either a plain string (already in the notebook's language) or a
mapping with "fr" and "en". The language is chosen once by `setup(lang=…)`,
else by the environment's CAIRE_LANG, else French; `set_language` changes it
while widgets are on the screen.
"""

import os
from collections.abc import Callable, Mapping

from labs.language import LANGUAGES, french, language_of

Text = str | Mapping[str, str]

_chosen: list[str] = []
_listeners: list[Callable[[str], None]] = []


def language() -> str:
    """ "fr" or "en"."""
    if _chosen:
        return _chosen[-1]
    return language_of(os.environ)


def set_language(lang: str) -> None:
    """Speak this language from now on, in every widget already on the screen too."""
    if lang not in LANGUAGES:
        raise ValueError(f"lang is {lang!r}. Write 'fr' or 'en'. Nothing was changed.")
    _chosen[:] = [lang]
    for listener in list(_listeners):
        listener(lang)


def when_language_changes(listener: Callable[[str], None]) -> None:
    _listeners.append(listener)


def both(text: Text) -> dict[str, str]:
    """{"fr": …, "en": …} from a text; a plain string serves in both."""
    if isinstance(text, str):
        return {"fr": french(text) if language() == "fr" else text, "en": text}
    fr, en = text.get("fr"), text.get("en")
    if not isinstance(fr, str) or not isinstance(en, str):
        raise ValueError(
            f"A text needs 'fr' and 'en', both strings. It was {dict(text)!r}."
        )
    return {"fr": french(fr), "en": en}


def in_language(text: Text, lang: str | None = None) -> str:
    return both(text)[lang or language()]


def say(*, fr: str, en: str) -> None:
    """Print one sentence to the learner; silent while the work is being marked."""
    if os.environ.get("NBGRADER_EXECUTION") != "autograde":
        print(in_language({"fr": fr, "en": en}))
