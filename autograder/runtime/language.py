"""Which language this terminal's reader gets: French unless they say English."""

from __future__ import annotations

import os

from labs.language import french, language_of


def in_english() -> bool:
    """CAIRE_LANG, or else the terminal's own language; French when neither says."""
    if os.environ.get("CAIRE_LANG"):
        return language_of(os.environ) == "en"
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if os.environ.get(name):
            return os.environ[name].lower().startswith("en")
    return False


def say(fr: str, en: str) -> str:
    return en if in_english() else french(fr)
