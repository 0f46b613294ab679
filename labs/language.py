"""French and English: how French is set, and which of the two a reader wants.

Sources are typed with plain spaces and straight apostrophes, which a person can
see and search; `french` sets the others where a text is shown. Everything of ours
that speaks both languages asks here: the Hub, the record, the autograder, the
notebooks. The kit's widgets repeat `french` in JavaScript (labs/kit/widgets/
common.js); tests/labs/test_language.py holds both to one table of cases.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

LANGUAGES = ("fr", "en")  # the first one is for who asks for neither
LANG_COOKIE = "caire_lang"  # the reader's own choice; every page of ours reads it
NBSP = "\N{NO-BREAK SPACE}"

_MAX_HEADER = 500  # characters; a browser sends some 50

# As in RFC 9110: `fr-CA;q=0.8`. What is none (`q=nan`, `;;`) is passed over.
_RANGE = re.compile(
    r"(?P<tag>[a-z]{1,8}(?:-[a-z0-9]{1,8})*|\*)\s*"
    r"(?:;\s*q=(?P<quality>0(?:\.[0-9]*)?|1(?:\.0*)?))?",
    re.IGNORECASE,
)

_LEFT_ALONE = (
    r"```.*?```|`[^`]*`"  # code
    r"|\{[^{}]*\}"  # a value to come, and the code of an f-string
    r"|\]\([^)]*\)|\w+://\S+"  # addresses
    r"|</?[A-Za-z!][^<>]*>"  # HTML tags
)
# Not before a smiley, nor in `:---` of a Markdown table.
_SIGN = r" (?=[:;!?»](?:[\s»)\]*_\"'’…!?.,<`{]|$))"
_AFTER_A_VALUE = r"(?:(?<=[0-9}])|(?<=\)s))"  # `12`, `{n}`, `%(n)s`
_UNIT = r" (?=(?:€|Mo|ko|Go|kB|min|h|s|k?Wh?|k?g|points?)(?![^\W_]|['’]))"
_PER_CENT = r" (?=%(?!\w|\(| ?[0-9({]))"  # and not the remainder in `7 % 2`
_ELIDED = r"(?:[cdjlmnst]|(?:jus|lors|puis|quoi|quel|pres)?qu|aujourd|entr)'"
_ELISION = rf"(?<![\w'])(?:{_ELIDED}){{1,2}}(?=[\w«{{%`<*(])"

_FRENCH = re.compile(
    rf"(?P<alone>{_LEFT_ALONE})|(?P<elision>{_ELISION})"
    rf"|(?<=«) |{_SIGN}|{_AFTER_A_VALUE}(?:{_UNIT}|{_PER_CENT})",
    re.DOTALL | re.IGNORECASE,
)


def french(text: str) -> str:
    """The same text with the non-breaking spaces and the apostrophes of French.

    Left alone: code in backquotes, what stands in braces, addresses, the inside of
    HTML tags, and what is set already. Setting a text twice changes nothing.
    """
    return _FRENCH.sub(_set, text)


def _set(found: re.Match[str]) -> str:
    if found["alone"]:
        return found[0]
    return found["elision"].replace("'", "’") if found["elision"] else NBSP


def best_language(header: str | None) -> str:
    """ "fr" or "en" from an Accept-Language header; French when it names neither."""
    from babel import negotiate_locale  # here: an examiner starts often, reads none

    wanted = _wanted((header or "")[:_MAX_HEADER])
    return negotiate_locale(wanted, LANGUAGES, sep="-") or LANGUAGES[0]


def language_of(environment: Mapping[str, str]) -> str:
    """ "fr" or "en" from CAIRE_LANG, with which a learner's server is started."""
    wants_english = environment.get("CAIRE_LANG", "").lower().startswith("en")
    return "en" if wants_english else LANGUAGES[0]


def _wanted(header: str) -> list[str]:
    """The tags of a header, best first; `*` stands for what it does not name."""
    ranges = sorted(_ranges(header), key=lambda each: -each[0])
    named = {tag.partition("-")[0] for _, tag in ranges}
    others = [lang for lang in LANGUAGES if lang not in named]
    return [
        tag
        for quality, name in ranges
        if quality > 0
        for tag in (others if name == "*" else [name])
    ]


def _ranges(header: str) -> Iterator[tuple[float, str]]:
    for part in header.split(","):
        if found := _RANGE.fullmatch(part.strip()):
            yield float(found["quality"] or 1), found["tag"].lower()
