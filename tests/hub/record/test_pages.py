"""The pages: what a learner does next, who needs the instructor, both languages."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import httpx
import pytest

from hub.record.store import people
from hub.record.web.pages.vendoring import FILES, ROOT, vendor
from tests.hub.record.classroom_life import Life, headers
from tests.hub.record.fake_hub import RecordServer


def get(life: Life, path: str, who: str = "ada", **more: str) -> httpx.Response:
    life.http.cookies.clear()  # each call is another person's browser
    return life.http.get(path, headers={**headers(who), **more})


class Links(HTMLParser):
    """Every address that a page names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.primary = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.found += [
            value
            for name in ("href", "src", "action", "hx-get")
            if (value := values.get(name))
        ]
        classes = (values.get("class") or "").split()
        self.primary += "button" in classes and "quiet" not in classes


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


def test_the_first_thing_is_the_next_step_and_opens_the_right_notebook(
    school: Life,
) -> None:
    html = get(school, "/?lang=fr").text
    button = next(u for u in Links(html).found if "/hub/spawn/" in u)

    assert html.index("Continuer") < html.index("2 labs")
    assert urlsplit(button).path == "/hub/spawn/ada"
    target = urlsplit(parse_qs(urlsplit(button).query)["next"][0])
    assert target.path == "/user/ada/labs/open"
    assert parse_qs(target.query) == {
        "cohort": ["demo"],
        "lab": ["N1-01"],
        "lang": ["fr"],
    }


def test_a_learner_reads_why_in_their_language(school: Life) -> None:
    fr, en = (get(school, f"/lab/demo/N1-01?lang={lang}").text for lang in ("fr", "en"))

    assert "Ton score est mesuré sur les dessins" in fr
    assert "Your score is measured on the drawings" in en
    assert "Ton score" not in en


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
    with life.server.house.database.write() as session:
        seat = people.seat(session, "ada", "demo")
        assert seat is not None
        evil = "<img src=x onerror=alert(1)>"
        people.ensure_learner(session, "ada", evil, "demo")

    html = get(life, "/class/demo", "prof").text

    assert "<img src=x" not in html
    assert "&lt;img src=x" in html


def test_an_account_without_a_class_is_told_what_to_do(school: Life) -> None:
    html = get(school, "/?lang=fr", "nobody").text

    assert "Ton compte n’est dans aucune classe" in html
    assert "nobody" in html


def test_before_the_first_release_the_page_says_so(server: RecordServer) -> None:
    life = Life(server)
    html = get(life, "/?lang=fr").text
    staff = get(life, "/class/demo?lang=fr", "prof").text
    life.http.close()

    assert "Tes premiers labs arrivent" in html
    assert 'http-equiv="refresh"' in html
    assert "Aucun lab publié pour cette classe" in staff
    assert "Publication en cours" in staff


def test_when_nothing_is_being_released_the_page_does_not_promise_it(
    server: RecordServer,
) -> None:
    life = Life(server)
    work = life.http.get("/api/feed/work", headers=headers("feed")).json()["work"]
    for job in work:
        body = {"state": "failed", "fr": "Non.", "en": "No."}
        life.http.post(
            f"/api/feed/jobs/{job['id']}", json=body, headers=headers("feed")
        )

    html = get(life, "/?lang=fr").text
    life.http.close()

    assert "Pas encore de lab" in html
    assert 'http-equiv="refresh"' not in html


def test_when_everything_is_passed_there_is_nothing_to_press(life: Life) -> None:
    life.done("ada", "N1-00", ["passed"] * 3)
    life.done("ada", "N1-01", ["passed"] * 6)

    html = get(life, "/?lang=fr").text

    assert "Tu as réussi tous les labs publiés" in html
    assert Links(html).primary == 0


def test_a_closed_lab_says_so_and_shows_the_extension_of_who_has_one(
    life: Life,
) -> None:
    past = (datetime.now(UTC) - timedelta(days=2)).isoformat()
    body = {"cohort": "demo", "lab": "N1-00", "version": "v1", "due": past}
    life.http.post("/api/feed/releases", json=body, headers=headers("feed"))
    with life.server.house.database.read() as session:
        seat = people.seat(session, "ada", "demo")
    assert seat is not None
    form = {"lab": "N1-00", "learner": seat.learner, "due": "2099-01-01T12:00"}
    life.http.post("/class/demo/extend", data=form, headers=headers("prof"))

    assert "délai accordé" in get(life, "/lab/demo/N1-00?lang=fr", "ada").text
    assert (
        "date de rendu est passée"
        in get(life, "/lab/demo/N1-00?lang=fr", "basile").text
    )


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
    with school.server.house.database.read() as session:
        seat = people.seat(session, "ada", "demo")
    assert seat is not None

    page = get(school, f"/class/demo/learner/{seat.learner}?lang=fr", "prof")
    log = get(school, "/class/demo/history?lang=fr", "prof").text

    assert "Ada Lovelace" in page.text
    assert "a consulté le dossier" in log


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"lab": "N9-99"}, "Choisissez un lab de la liste"),
        ({"lab": "N1-00", "due": "demain"}, "une date lisible"),
        ({"lab": "N1-00", "due": "0001-01-01T00:00"}, "une date lisible"),
    ],
)
def test_a_form_filled_in_wrong_gets_one_sentence(
    school: Life, form: dict[str, str], sentence: str
) -> None:
    answer = school.http.post(
        "/class/demo/release?lang=fr", data=form, headers=headers("prof")
    )

    assert answer.status_code == 400
    assert sentence in answer.text


def test_an_extension_must_end_after_the_class(school: Life) -> None:
    with school.server.house.database.read() as session:
        seat = people.seat(session, "ada", "demo")
    assert seat is not None
    form = {"lab": "N1-01", "learner": seat.learner, "due": "2020-01-01T12:00"}

    answer = school.http.post(
        "/class/demo/extend?lang=fr", data=form, headers=headers("prof")
    )

    assert answer.status_code == 400
    assert "après la date de la classe" in answer.text


def test_a_receipt_can_be_read_and_saved(school: Life) -> None:
    mine = get(school, "/api/submissions").json()["submissions"][0]
    page = get(school, f"/receipt/{mine['id']}?lang=fr").text
    file = get(school, f"/receipt/{mine['id']}.jws")

    assert mine["digest"] in page
    assert "Ada Lovelace" in page
    assert file.text == mine["receipt"]["jws"]
    assert file.headers["Content-Disposition"].endswith('.jws"')


def test_htmx_and_the_font_are_shipped_with_the_pages(
    tmp_path: Path, school: Life
) -> None:
    assert vendor(ROOT, tmp_path) == len(FILES)
    assert {path.name for path in tmp_path.iterdir()} == set(FILES.values())
    style = school.http.get("/static/record.css")
    assert style.status_code == 200
    assert "http" not in style.text
    named = re.findall(r'url\("vendor/([^"]+)"\)', style.text)
    assert set(named) <= set(FILES.values())


def test_a_path_out_of_the_static_files_leads_nowhere(school: Life) -> None:
    raw = httpx.Client(base_url=school.server.origin)
    for path in ("static/../app.py", "static/%2e%2e/app.py", "static/"):
        assert raw.get(f"/services/record/{path}").status_code in (403, 404)
    raw.close()


def test_health_says_nothing_about_anybody(school: Life) -> None:
    assert school.http.get("/health").json() == {"ok": True}


def test_operators_get_figures_and_no_names(school: Life) -> None:
    figures = get(school, "/api/ops", "ops").json()
    metrics = get(school, "/metrics", "ops").text

    assert figures["submissions"] > 0
    assert figures["audit_broken_at"] == 0
    assert "caire_record_pending" in metrics
    for text in (str(figures), metrics):
        assert "ada" not in text.lower().replace("metadata", "")
