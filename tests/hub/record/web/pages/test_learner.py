"""A learner's pages: what to do next, why, and what was sent."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

from hub.record.store import people
from tests.hub.record.classroom_life import Life, get, headers
from tests.hub.record.fake_hub import RecordServer
from tests.hub.record.links import Links


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
    with life.server.context.database.read() as session:
        seat = people.seat(session, "ada", "demo")
    assert seat is not None
    form = {"lab": "N1-00", "learner": seat.learner, "due": "2099-01-01T12:00"}
    life.http.post("/class/demo/extend", data=form, headers=headers("prof"))

    assert "délai accordé" in get(life, "/lab/demo/N1-00?lang=fr", "ada").text
    assert (
        "date de rendu est passée"
        in get(life, "/lab/demo/N1-00?lang=fr", "basile").text
    )


def test_a_receipt_can_be_read_and_saved(school: Life) -> None:
    mine = get(school, "/api/submissions").json()["submissions"][0]
    page = get(school, f"/receipt/{mine['id']}?lang=fr").text
    file = get(school, f"/receipt/{mine['id']}.jws")

    assert mine["digest"] in page
    assert "Ada Lovelace" in page
    assert file.text == mine["receipt"]["jws"]
    assert file.headers["Content-Disposition"].endswith('.jws"')
