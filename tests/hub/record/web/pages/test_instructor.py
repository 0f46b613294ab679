"""The instructor's pages: who needs help, what waits, who did what."""

from __future__ import annotations

import re

from hub.record.store import people
from tests.hub.record.classroom_life import Life, get


def test_the_class_page_shows_who_needs_help_and_the_rule(school: Life) -> None:
    html = get(school, "/class/demo?lab=N1-00&lang=fr", "prof").text

    assert "Bloqué veut dire" in html
    assert "Basile Mercier" in html.partition("Qui a besoin de vous")[2]
    assert "la même erreur deux fois de suite" in html


def test_the_class_page_says_how_many_are_marked_and_how_long_it_takes(
    life: Life,
) -> None:
    first = life.send("ada", "N1-00")
    life.send("basile", "N1-00")

    def line(lang: str) -> str:
        live = f"/class/demo/live?lab=N1-00&lang={lang}"
        found = re.search(r'id="marking">(.*?)</span>', get(life, live, "prof").text)
        return found[1].replace("\N{NO-BREAK SPACE}", " ") if found else ""

    assert line("fr") == "0 sur 2 corrigés"

    life.mark(first, "N1-00", ["passed"] * 3)

    assert line("fr") == "1 sur 2 corrigés, encore 3 min environ"
    assert line("en") == "1 of 2 marked, about 3 min left"


def test_the_live_part_is_sent_only_when_it_changed(life: Life) -> None:
    first = get(life, "/class/demo/live?lab=N1-00", "prof")
    tag = first.headers["ETag"]
    same = get(life, "/class/demo/live?lab=N1-00", "prof", **{"If-None-Match": tag})
    life.done("ada", "N1-00", ["passed"] * 3)
    moved = get(life, "/class/demo/live?lab=N1-00", "prof", **{"If-None-Match": tag})

    assert (same.status_code, same.content) == (304, b"")
    assert moved.status_code == 200
    assert moved.headers["ETag"] != tag


def test_what_we_could_not_mark_is_listed_with_a_way_to_retry(school: Life) -> None:
    html = get(school, "/class/demo?lab=N1-01&lang=fr", "prof").text

    assert "Pas encore corrigés" in html
    assert "Relancer la correction" in html
    assert "Elin Sørensen" in html


def test_an_instructor_sees_one_learner_and_the_reading_is_logged(
    school: Life,
) -> None:
    with school.server.context.database.read() as session:
        seat = people.seat(session, "ada", "demo")
    assert seat is not None

    page = get(school, f"/class/demo/learner/{seat.learner}?lang=fr", "prof")
    log = get(school, "/class/demo/history?lang=fr", "prof").text

    assert "Ada Lovelace" in page.text
    assert "a consulté le dossier" in log
