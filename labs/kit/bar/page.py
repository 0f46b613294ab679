"""The one page of the server half: why a lab did not open, and what to do."""

from __future__ import annotations

from html import escape
from pathlib import Path

from labs.exchange.problem import Problem
from labs.language import french

_TEMPLATE = Path(__file__).with_name("trouble.html")

_WORDS = {
    "fr": {
        "title": "Le lab ne s’est pas ouvert",
        "safe": "Ton travail est intact : rien n’a été effacé ni remplacé.",
        "again": "Réessayer",
        "labs": "Mes labs",
    },
    "en": {
        "title": "The lab did not open",
        "safe": "Your work is intact: nothing was deleted or replaced.",
        "again": "Try again",
        "labs": "My labs",
    },
}


def trouble_page(problem: Problem, lang: str, my_labs: str, again: str) -> str:
    """HTML. Every text is escaped; `again` is only ever an address on this server."""
    typeset = french if lang == "fr" else str
    words = {
        **{key: typeset(text) for key, text in _WORDS[lang].items()},
        "lang": lang,
        "sentence": problem.in_language(lang),
        "labs_url": my_labs,
        "again_url": "/" + again.lstrip("/"),
    }
    page = _TEMPLATE.read_text(encoding="utf-8")
    for key, value in words.items():
        page = page.replace("{{" + key + "}}", escape(value))
    return page
