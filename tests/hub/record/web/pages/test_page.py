"""What every page keeps: one language, no other site, one next step, no markup."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

import pytest

from hub.record.store import people
from tests.hub.record.classroom_life import Life, get
from tests.hub.record.links import Links

PAGES = [
    ("ada", "/"),
    ("ada", "/lab/demo/N1-01"),
    ("ada", "/nope"),
    ("nobody", "/"),
    ("prof", "/class/demo"),
    ("prof", "/class/demo/history"),
]


@pytest.mark.parametrize(("who", "path"), PAGES)
@pytest.mark.parametrize("lang", ["fr", "en"])
def test_a_page_is_in_one_language_and_names_no_other_site(
    school: Life, who: str, path: str, lang: str
) -> None:
    html = get(school, f"{path}?lang={lang}", who).text

    assert f'<html lang="{lang}">' in html
    for link in Links(html).found:
        assert urlsplit(link).netloc == "", link
    assert " style=" not in html
    assert "<script>" not in html
    assert not re.search(r"\son\w+=", html)


@pytest.mark.parametrize(
    ("who", "path"), [("ada", "/"), ("ada", "/lab/demo/N1-01"), ("nobody", "/")]
)
def test_there_is_at_most_one_primary_button(school: Life, who: str, path: str) -> None:
    assert Links(get(school, path, who).text).primary <= 1


def test_the_choice_of_language_is_kept_and_changes_nothing_else(school: Life) -> None:
    answer = get(school, "/?lang=en")
    cookie = answer.headers["Set-Cookie"]

    assert cookie.startswith("caire_lang=en;")
    assert '<html lang="en">' in get(school, "/", Cookie="caire_lang=en").text
    accepted = get(school, "/", **{"Accept-Language": "en"})
    both = get(school, "/", **{"Accept-Language": "en", "Cookie": "caire_lang=fr"})
    assert '<html lang="en">' in accepted.text
    assert '<html lang="fr">' in both.text
    assert '<html lang="fr">' in get(school, "/", **{"Accept-Language": "de"}).text


def test_a_hostile_name_or_sentence_is_only_text(life: Life) -> None:
    with life.server.context.database.write() as session:
        seat = people.seat(session, "ada", "demo")
        assert seat is not None
        evil = "<img src=x onerror=alert(1)>"
        people.ensure_learner(session, "ada", evil, "demo")

    html = get(life, "/class/demo", "prof").text

    assert "<img src=x" not in html
    assert "&lt;img src=x" in html
