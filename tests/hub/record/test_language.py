"""French and English are equal: complete, well spaced, chosen by the reader."""

from __future__ import annotations

import re
import string
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from hub.record.language import Speech
from hub.record.web.pages import messages
from hub.record.web.pages.page import TEMPLATES
from hub.record.web.states import STATES
from labs.language import LANGUAGES, NBSP
from labs.words import STATE_WORDS

PARIS = ZoneInfo("Europe/Paris")
FR, EN = Speech("fr", PARIS), Speech("en", PARIS)


def ids(catalogue: object) -> set[object]:
    return {message.id for message in catalogue if message.id}  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_sentence_has_words_and_no_old_one_is_kept(lang: str) -> None:
    catalogue = messages.kept(lang)

    assert messages.unfinished(catalogue) == []
    assert ids(catalogue) == ids(messages.extracted()), "run: -m hub.record messages"


def test_english_uses_the_same_values_as_french() -> None:
    for message in messages.kept("en"):
        singular = message.id[0] if isinstance(message.id, tuple) else message.id
        words = message.string[0] if isinstance(message.id, tuple) else message.string
        assert sorted(re.findall(r"%\(\w+\)s", singular)) == sorted(
            re.findall(r"%\(\w+\)s", words)
        ), singular


def test_no_english_is_left_in_french() -> None:
    same = {
        m.id
        for m in messages.kept("en")
        if isinstance(m.id, str) and m.id == m.string and len(m.id) > 12
    }
    assert same <= {"%(minutes)s min"}


def test_a_state_has_the_word_that_every_other_screen_has() -> None:
    for name, word in STATE_WORDS.items():
        assert FR.gettext(STATES[name].word) == word.fr
        assert EN.gettext(STATES[name].word) == word.en


def test_templates_hold_no_sentence_outside_gettext() -> None:
    """Text between tags must come from `_()`, a value, or be a mark or a number."""
    allowed = set(string.punctuation + string.digits + "·–×… \n") | {"/"}
    for path in sorted(Path(TEMPLATES).glob("*.html")):
        text = re.sub(
            r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}", "", path.read_text(), flags=re.S
        )
        text = re.sub(r"<pre.*?</pre>|<!doctype html>", "", text, flags=re.S)
        text = re.sub(r"<svg.*?</svg>|<[^>]*>", "\n", text, flags=re.S)
        left = [
            line.strip()
            for line in text.splitlines()
            if set(line) - allowed and line.strip() not in ("kid", "kid ", "h", "=")
        ]
        assert left == [], path.name


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("Prêt ?", f"Prêt{NBSP}?"),
        ("Oui ; non : si !", f"Oui{NBSP}; non{NBSP}: si{NBSP}!"),
        ("« Rendre »", f"«{NBSP}Rendre{NBSP}»"),
        ("12 Mo", f"12{NBSP}Mo"),
        ("%(limit)s Mo", f"%(limit)s{NBSP}Mo"),
        ("http://a:8000", "http://a:8000"),
        ("de %(given)s", "de %(given)s"),
    ],
)
def test_french_spaces_do_not_break(given: str, expected: str) -> None:
    assert FR.typeset(given) == expected
    assert EN.typeset(given) == given


def test_dates_are_written_as_people_say_them_in_the_sites_time() -> None:
    moment = datetime(2026, 12, 4, 17, 0, tzinfo=UTC)

    assert FR.moment(moment) == "vendredi 4 décembre 2026 à 18:00"
    assert EN.moment(moment) == "Friday, December 4, 2026 at 18:00"
    assert FR.short(moment) == "ven. 4 déc., 18:00"


def test_durations_round_up_to_what_one_says() -> None:
    assert FR.duration(timedelta(seconds=31)) == f"31{NBSP}s"
    assert FR.duration(timedelta(seconds=121)) == f"3{NBSP}min"
    assert FR.duration(timedelta(hours=3)) == f"3{NBSP}h"


def test_points_use_the_readers_decimal_mark() -> None:
    assert (FR.points(1500), EN.points(1500), FR.points(4000)) == ("1,5", "1.5", "4")
