"""Which language this terminal's reader gets: French unless they say English."""

from __future__ import annotations

import os
import re

NBSP = "\N{NO-BREAK SPACE}"
_BEFORE = re.compile(r" (?=[:;!?»](?:\W|$)|%)")


def in_english() -> bool:
    """CAIRE_LANG, or else the terminal's own language; French when neither says."""
    said = os.environ.get("CAIRE_LANG")
    if said:
        return said.lower().startswith("en")
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name].lower().startswith("en")
    return False


def say(fr: str, en: str) -> str:
    return en if in_english() else french(fr)


def french(text: str) -> str:
    """French spacing: a space that must not break before : ; ! ? » and after «."""
    return _BEFORE.sub(NBSP, text).replace("« ", f"«{NBSP}")
