"""French and English. The source sentences are French; gettext has the English.

Catalogues are compiled from the .po files in memory, at the first use.
"""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from functools import cache
from pathlib import Path
from typing import Any

from babel import dates, numbers
from babel.messages import mofile, pofile
from babel.support import Translations

from hub.record.domain.refusal import Refused
from labs.language import NBSP, french

LOCALE = Path(__file__).parent / "web" / "locale"


@cache
def catalogue(lang: str) -> Translations:
    """The compiled catalogue of a language, from its .po."""
    path = LOCALE / lang / "LC_MESSAGES" / "record.po"
    if not path.exists():
        return Translations()
    with path.open("rb") as source:
        messages = pofile.read_po(source, locale=lang)
    compiled = io.BytesIO()
    mofile.write_mo(compiled, messages)
    compiled.seek(0)
    return Translations(compiled)


@dataclass(frozen=True)
class Speech:
    """One reader's language and time zone: sentences, dates and numbers for them."""

    lang: str
    zone: tzinfo

    def gettext(self, message: str) -> str:
        return self.typeset(catalogue(self.lang).ugettext(message))

    def ngettext(self, one: str, many: str, count: int) -> str:
        return self.typeset(catalogue(self.lang).ungettext(one, many, count))

    def typeset(self, text: str) -> str:
        """A text of this language with the spaces and apostrophes it wants."""
        return french(text) if self.lang == "fr" else text

    def say(self, message: str, values: Mapping[str, Any] | None = None) -> str:
        """The sentence with its values: dates, durations and titles in its language."""
        shown = {name: self._shown(value) for name, value in (values or {}).items()}
        text = self.gettext(message)
        return text % shown if shown else text.replace("%%", "%")

    def refusal(self, refused: Refused) -> str:
        return self.say(refused.message, refused.values)

    def moment(self, when: datetime) -> str:
        """`vendredi 4 décembre 2026 à 18:00`, in the site's time zone."""
        local = when.astimezone(self.zone)
        day = dates.format_date(local, "full", locale=self.lang)
        joint = " à " if self.lang == "fr" else " at "
        return f"{day}{joint}{self.clock(when)}"

    def short(self, when: datetime) -> str:
        """`ven. 4 déc., 18:00`"""
        local = when.astimezone(self.zone)
        day = dates.format_skeleton("MMMEd", local, locale=self.lang)
        return f"{day}, {self.clock(when)}"

    def clock(self, when: datetime) -> str:
        return when.astimezone(self.zone).strftime("%H:%M")

    def duration(self, span: timedelta) -> str:
        """`90 s` below two minutes, then whole minutes, then hours, rounded up."""
        seconds = max(1, int(span.total_seconds()))
        if seconds < 120:
            return f"{seconds}{NBSP}s"
        if seconds < 7200:
            return f"{-(-seconds // 60)}{NBSP}min"
        return f"{-(-seconds // 3600)}{NBSP}h"

    def number(self, value: float) -> str:
        return str(numbers.format_decimal(value, "#,##0.##", locale=self.lang))

    def points(self, milli: int) -> str:
        return self.number(milli / 1000)

    def _shown(self, value: Any) -> Any:
        if isinstance(value, datetime):
            return self.moment(value)
        if isinstance(value, float):
            return self.number(value)
        if isinstance(value, Mapping):  # a title, in both languages
            return value[self.lang]
        return self.duration(value) if isinstance(value, timedelta) else value
