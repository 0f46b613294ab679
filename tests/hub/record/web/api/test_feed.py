"""The feed: work is offered until a result is kept, and a result is kept once."""

from __future__ import annotations

import json
import threading
import time
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hub.record.store.models import Event
from tests.hub.record.classroom_life import Life, headers, result
from tests.hub.record.fake_hub import RecordServer, version_body

FEED = headers("feed")
ALL = ["passed"] * 3
NONE = ["could_not_mark"] * 3


def work(life: Life, query: str = "") -> Any:
    return life.http.get(f"/api/feed/work{query}", headers=FEED).json()


def ids(life: Life) -> list[str]:
    return [item["id"] for item in work(life)["work"]]


def test_a_submission_is_offered_until_its_result_is_kept(life: Life) -> None:
    first, second = life.send("ada", "N1-00"), life.send("basile", "N1-00")
    assert ids(life) == [first, second]

    life.mark(first, "N1-00", ALL)

    assert ids(life) == [second]


def test_the_offer_says_all_that_marking_needs(life: Life) -> None:
    sent = life.send("ada", "N1-01", kind="check")

    item = work(life)["work"][0]

    assert item["id"] == sent
    assert (item["type"], item["kind"], item["learner"]) == ("mark", "check", "ada")
    assert (item["cohort"], item["lab"], item["version"]) == ("demo", "N1-01", "v1")
    assert set(item) >= {"lang", "received_at", "digest", "rev"}


def test_a_waiting_feed_is_woken_by_a_new_submission(life: Life) -> None:
    cursor = work(life)["cursor"]
    told: list[Any] = []
    waiting = threading.Thread(
        target=lambda: told.append(work(life, f"?wait=20&after={cursor}"))
    )
    waiting.start()
    begun = time.monotonic()

    sent = life.send("ada", "N1-00")
    waiting.join(15)

    assert [item["id"] for item in told[0]["work"]] == [sent]
    assert told[0]["cursor"] != cursor
    assert time.monotonic() - begun < 15  # woken, not timed out


def test_a_cursor_from_before_a_restart_is_answered_at_once(life: Life) -> None:
    sent = life.send("ada", "N1-00")

    assert work(life, "?wait=20&after=before-7")["work"][0]["id"] == sent


def test_a_release_wanted_by_an_instructor_is_offered(life: Life) -> None:
    form = {"lab": "N1-01", "due": "2099-12-04T18:00"}
    life.http.post("/class/demo-b/release", data=form, headers=headers("prof-b"))

    item = work(life)["work"][0]

    assert (item["type"], item["lab"]) == ("release", "N1-01")
    assert item["due"] == "2099-12-04T17:00:00+00:00"  # typed in Paris time


def test_a_result_is_kept_once_and_other_content_is_a_conflict(life: Life) -> None:
    sent = life.send("ada", "N1-00")

    answers = [
        life.mark(sent, "N1-00", ALL),
        life.mark(sent, "N1-00", ALL),
        life.mark(sent, "N1-00", ["failed"] * 3),
        life.mark(sent, "N1-00", ["failed"] * 3, rev=2),
    ]

    assert [answer.status_code for answer in answers] == [201, 200, 409, 201]
    mark = life.http.get(f"/api/feed/results/{sent}", headers=FEED).json()
    assert mark["rev"] == 2
    assert len(mark["sha256"]) == 64


def test_the_watermark_of_an_unmarked_submission_is_zero(life: Life) -> None:
    sent = life.send("ada", "N1-00")

    mark = life.http.get(f"/api/feed/results/{sent}", headers=FEED).json()

    assert (mark["rev"], mark["sha256"]) == (0, None)


def test_an_older_revision_that_comes_late_changes_no_mark(life: Life) -> None:
    sent = life.send("ada", "N1-00")
    life.mark(sent, "N1-00", ALL, rev=2)

    life.mark(sent, "N1-00", ["failed"] * 3, rev=1)

    shown = life.http.get(f"/api/submissions/{sent}", headers=headers("ada")).json()
    assert shown["submission"]["result"]["points"] == 4.0


@settings(
    max_examples=8,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(order=st.permutations([1, 2, 3, 1, 2, 3]))
def test_deliveries_in_any_order_end_the_same(life: Life, order: list[int]) -> None:
    """Through HTTP and the database, not only in the pure function."""
    outcomes = {1: ["failed"] * 3, 2: ["passed", "waiting", "failed"], 3: ALL}
    sent = life.send("elin", "N1-00")

    for rev in order:
        life.mark(sent, "N1-00", outcomes[rev], rev=rev)

    mine = life.http.get("/api/assignments?cohort=demo", headers=headers("elin"))
    assert mine.json()["assignments"][0]["points"] == 4.0


def test_what_could_not_be_marked_is_not_offered_again_at_once(
    life: Life,
) -> None:
    sent = life.send("ada", "N1-00")

    life.mark(sent, "N1-00", NONE, final=False)

    assert ids(life) == []
    shown = life.http.get(f"/api/submissions/{sent}", headers=headers("ada")).json()
    assert shown["submission"]["state"] == "could_not_mark"


def test_a_parked_submission_comes_back_when_staff_asks(life: Life) -> None:
    sent = life.send("ada", "N1-00")
    life.mark(sent, "N1-00", NONE, final=True)
    assert ids(life) == []

    life.http.post(f"/class/demo/retry/{sent}", headers=headers("prof"))

    assert ids(life) == [sent]
    assert work(life)["work"][0]["rev"] == 1
    life.mark(sent, "N1-00", ALL, rev=2)
    assert ids(life) == []


def test_taking_the_files_shows_the_learner_that_marking_goes_on(life: Life) -> None:
    sent = life.send("ada", "N1-00")
    life.http.get(f"/api/feed/submissions/{sent}/files", headers=FEED)

    def state() -> str:
        got = life.http.get(f"/api/submissions/{sent}", headers=headers("ada"))
        return str(got.json()["submission"]["state"])

    assert state() == "marking"
    life.mark(sent, "N1-00", ALL)
    assert state() == "marked"


def test_a_learner_who_waits_is_told_when_the_mark_comes(life: Life) -> None:
    sent = life.send("ada", "N1-00")
    told: list[str] = []

    def wait() -> None:
        path = f"/api/submissions/{sent}?wait=20&state=received"
        got = life.http.get(path, headers=headers("ada"))
        told.append(got.json()["submission"]["state"])

    waiting = threading.Thread(target=wait)
    waiting.start()
    time.sleep(0.3)
    life.mark(sent, "N1-00", ALL)
    waiting.join(15)

    assert told == ["marked"]


def test_places_in_the_queue_follow_the_order_of_arrival(life: Life) -> None:
    sent = [(who, life.send(who, "N1-00")) for who in ("ada", "basile", "chloe")]

    places = [
        life.http.get(f"/api/submissions/{each}", headers=headers(who)).json()[
            "submission"
        ]["place"]
        for who, each in sent
    ]

    assert places == [1, 2, 3]


def test_a_check_goes_before_what_was_handed_in(life: Life) -> None:
    """Its learner waits in front of the screen."""
    first, second = life.send("ada", "N1-00"), life.send("basile", "N1-00")
    check = life.send("chloe", "N1-00", kind="check")

    def place(who: str, sent: str) -> Any:
        got = life.http.get(f"/api/submissions/{sent}", headers=headers(who))
        return got.json()["submission"]["place"]

    assert ids(life) == [check, first, second]
    assert work(life)["waiting"] == 3
    assert (place("chloe", check), place("ada", first)) == (1, 2)
    assert place("basile", second) == 3


def broken(**changes: object) -> Any:
    return {"result": {**result("N1-00", ALL), **changes}, "final": True}


BAD_BODIES = {
    "nan": json.dumps(broken(points=float("nan"))),
    "infinity": json.dumps(broken(seconds=float("inf"))),
    "negative": json.dumps(broken(points=-1)),
    "huge": json.dumps(broken(points=10**12)),
    "other lab": json.dumps({"result": result("N1-01", ["passed"]), "final": True}),
    "extra key": json.dumps(broken(score=7)),
    "extra beside": json.dumps({**broken(), "grade": 1}),
    "not json": "{",
    "a list": "[]",
    "deep": "[" * 100_000,
    "wrong type": json.dumps({"result": "passed", "final": True}),
    "final as text": json.dumps({"result": result("N1-00", ALL), "final": "yes"}),
    "sum that is not": json.dumps(broken(points=3.0)),
    "too large": json.dumps({**broken(), "pad": "x" * 300_000}),
}


@pytest.mark.parametrize("name", BAD_BODIES)
def test_a_result_that_is_not_one_is_refused_and_changes_nothing(
    life: Life, name: str
) -> None:
    sent = life.send("ada", "N1-00")

    answer = life.http.put(
        f"/api/feed/results/{sent}/1", content=BAD_BODIES[name], headers=FEED
    )

    assert answer.status_code in (400, 413)
    assert answer.json()["ok"] is False
    assert ids(life) == [sent]


def test_a_version_never_changes_once_it_is_known(life: Life) -> None:
    same = version_body("N1-00")
    other = version_body("N1-00")
    other["exercises"][0]["possible"] = 9.0

    def put(body: Any) -> int:
        return life.http.put(
            "/api/feed/versions/N1-00/v1", json=body, headers=FEED
        ).status_code

    assert (put(same), put(other)) == (200, 409)


def test_releasing_an_unknown_version_is_refused(life: Life) -> None:
    body = {"cohort": "demo", "lab": "N1-00", "version": "v9"}

    assert (
        life.http.post("/api/feed/releases", json=body, headers=FEED).status_code == 409
    )


def test_a_failed_release_keeps_its_sentence_for_the_instructor(
    server: RecordServer,
) -> None:
    life = Life(server)
    job = work(life)["work"][0]
    said = {"state": "failed", "fr": "Le lab ne se construit pas.", "en": "No build."}
    life.http.post(f"/api/feed/jobs/{job['id']}", json=said, headers=FEED)

    page = life.http.get("/class/demo?lang=fr", headers=headers("prof")).text
    life.http.close()

    assert "Le lab ne se construit pas." in page


def test_feedback_is_a_file_to_save_and_never_a_page(life: Life) -> None:
    sent = life.done("ada", "N1-00", ALL)
    before = life.http.get(f"/api/submissions/{sent}/feedback", headers=headers("ada"))
    life.http.put(
        f"/api/feed/feedback/{sent}", content=b"<script>alert(1)</script>", headers=FEED
    )

    after = life.http.get(f"/api/submissions/{sent}/feedback", headers=headers("ada"))

    assert before.status_code == 404
    assert after.headers["Content-Disposition"].startswith("attachment")
    assert after.headers["Content-Security-Policy"].startswith("sandbox")


def test_the_feed_can_ask_who_is_staff_and_who_learns(life: Life) -> None:
    def ask(path: str) -> Any:
        return life.http.get(path, headers=FEED).json()

    assert ask("/api/feed/staff?user=prof&cohort=demo")["allowed"] is True
    assert ask("/api/feed/staff?user=prof&cohort=demo-b")["allowed"] is False
    assert ask("/api/feed/staff?user=ada&cohort=demo")["allowed"] is False
    assert ask("/api/feed/roster?cohort=demo-b")["learners"] == [
        {"name": "fatou", "display": "Fatou Diop"}
    ]
    sent = life.send("ada", "N1-00")
    latest = ask("/api/feed/latest?cohort=demo&lab=N1-00")["submissions"]
    assert [(each["id"], each["learner"]) for each in latest] == [(sent, "ada")]


def test_every_event_is_told_once(life: Life) -> None:
    sent = life.done("ada", "N1-00", ALL)
    for _ in range(3):
        life.mark(sent, "N1-00", ALL)

    with life.server.context.database.read() as session:
        events = session.query(Event).filter_by(key=sent).all()
    assert [(e.source, e.rev) for e in events] == [("exchange", 1), ("autograder", 1)]


def test_all_that_was_handed_in_is_listed_with_its_newest_result(life: Life) -> None:
    """What marking a lab again starts from: earlier work too, and no checks."""
    first, second = life.send("ada", "N1-00"), life.send("ada", "N1-00")
    life.send("ada", "N1-00", kind="check")
    other = life.send("basile", "N1-00")
    life.mark(first, "N1-00", NONE, final=True)
    life.mark(first, "N1-00", ALL, rev=2)

    def ask(more: str = "") -> Any:
        path = f"/api/feed/handed-in?lab=N1-00{more}"
        return life.http.get(path, headers=FEED).json()

    found = {each["id"]: each for each in ask()["submissions"]}
    assert set(found) == {first, second, other}
    assert found[first]["result"]["points"] == 4.0
    assert found[second]["result"] is None
    assert (found[other]["learner"], found[other]["kind"]) == ("basile", "submit")
    assert ask(f"&after={max(found)}")["submissions"] == []
    assert ask("&cohort=demo-b")["submissions"] == []
    (release,) = ask("&cohort=demo")["releases"]
    assert (release["cohort"], release["version"]) == ("demo", "v1")
    assert ask("&cohort=nowhere")["releases"] == []
