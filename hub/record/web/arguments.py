"""What stands in an address, a form or JSON, as a value: or one sentence why not.

The one rule: nothing is repaired or guessed. A wait that is no number of seconds, a
text with a null character, a number that is none end as a 400 that says so.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Iterator
from typing import Any

from hub.record.domain.refusal import Refused

_SECONDS = re.compile(r"[0-9]{1,4}(\.[0-9]{1,3})?", re.ASCII)
LONGEST_TEXT = 2000
# More values than any message of ours holds; each costs memory before it is looked at.
MOST_VALUES = 100_000


def seconds(text: str, longest: float) -> float:
    """How long to wait, at most `longest`."""
    if not _SECONDS.fullmatch(text):
        raise Refused(
            400,
            "« %(given)s » n'est pas une durée : on attend un nombre de secondes, par "
            "exemple wait=20. Rien n'a été fait.",
            given=shown(text),
        )
    return min(float(text), longest)


def check_text(text: str) -> None:
    """Raises Refused for what no field of ours can hold."""
    is_plain = "\0" not in text and not any("\ud800" <= c <= "\udfff" for c in text)
    if not is_plain or len(text) > LONGEST_TEXT:
        raise Refused(
            400,
            "« %(given)s » ne peut pas être lu : un texte a moins de %(limit)s signes, "
            "sans caractère nul. Rien n'a été fait.",
            given=shown(text),
            limit=LONGEST_TEXT,
        )


def from_json(body: bytes) -> Any:
    """The value of a JSON text. NaN, infinities and half characters are refused."""
    if sum(map(body.count, (b",", b"[", b"{"))) > MOST_VALUES:
        raise Refused(413, "Le corps de la requête est trop grand.")
    try:
        value = json.loads(body, parse_constant=_refuse, parse_float=_finite)
        for text in _texts(value):
            if "\0" in text:
                raise ValueError("a null character")
            text.encode()  # half of a surrogate pair is no text
    except (ValueError, RecursionError):
        raise Refused(400, "Le corps de la requête n'est pas du JSON.") from None
    return value


def shown(text: str) -> str:
    """The beginning of what was given, printable, to be repeated in a sentence."""
    clean = "".join(c if c.isprintable() else "?" for c in text[:41])
    return clean if len(clean) <= 40 else clean[:39] + "…"


def _texts(value: Any) -> Iterator[str]:
    """Every text in it, the names of an object's members too."""
    left = [value]
    while left:
        each = left.pop()
        if isinstance(each, str):
            yield each
        elif isinstance(each, list):
            left.extend(each)
        elif isinstance(each, dict):
            left.extend(each)
            left.extend(each.values())


def _refuse(word: str) -> float:
    raise ValueError(f"{word} is not a number")


def _finite(text: str) -> float:
    number = float(text)
    if not math.isfinite(number):
        raise ValueError(f"{text} is too large a number")
    return number
