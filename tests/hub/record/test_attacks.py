"""Requests that attack the exchange: whose work it is, when it came, what it opens.

The sections of the design's list of attacks that no notebook can try (E, F), and
replays, races and path tricks of our own. One line each says what is tried. After
every one: nothing of anybody else's was read or changed, and an honest hand-in is
still taken.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest

from hub.record.domain.receipts import BadReceipt, verify
from tests.hub.record.classroom_life import Life, P, archive, headers, result

SUBMIT = "/api/submissions/demo/N1-00"
BODY = archive("N1-00", "ada's")
MARKUP = "<script>alert(1)</script>"

Requests = Callable[[Life], list[httpx.Response]]


@pytest.fixture
def ada(life: Life) -> Iterator[Life]:
    """Ada's lab is marked; at the end her mark is what it was, and she can go on."""
    sent = life.done("ada", "N1-00", [P, P, P])
    before = mark_of(life, sent)
    yield life
    assert mark_of(life, sent) == before
    assert life.send("ada", "N1-00")


def mark_of(life: Life, sent: str) -> Any:
    shown = life.http.get(f"/api/submissions/{sent}", headers=headers("ada")).json()
    return shown["submission"]["result"]


def hers(life: Life) -> str:
    listed = life.http.get("/api/submissions", headers=headers("ada")).json()
    return str(listed["submissions"][-1]["id"])


def post(life: Life, who: str = "basile", **more: Any) -> httpx.Response:
    query = more.pop("query", "")
    given = {"content": BODY, **more, "headers": headers(who) | more.get("headers", {})}
    return life.http.post(SUBMIT + query, **given)


def basile(life: Life, method: str, path: str, **more: Any) -> httpx.Response:
    return life.http.request(method, path, headers=headers("basile"), **more)


REFUSED: dict[str, Requests] = {
    "marks of his own sent as the autograder does (B15)": lambda life: [
        basile(
            life,
            "PUT",
            f"/api/feed/results/{hers(life)}/2",
            json={"result": result("N1-00", [P, P, P]), "final": True},
        )
    ],
    "her feedback by its address (E37)": lambda life: [
        basile(life, "GET", f"/api/submissions/{hers(life)}/feedback"),
        basile(life, "GET", f"/api/submissions/{hers(life)}"),
        basile(life, "GET", f"/receipt/{hers(life)}.jws"),
    ],
    "feedback of his own making for her": lambda life: [
        basile(life, "PUT", f"/api/feed/feedback/{hers(life)}", content=MARKUP.encode())
    ],
    "her files as the autograder fetches them (C25)": lambda life: [
        basile(life, "GET", f"/api/feed/submissions/{hers(life)}/files"),
        basile(life, "GET", "/api/feed/work"),
        basile(life, "GET", "/api/feed/latest?cohort=demo&lab=N1-00"),
    ],
    "a class that is not his": lambda life: [
        life.http.post(
            "/api/submissions/demo-b/N1-00", content=BODY, headers=headers("basile")
        ),
        basile(life, "GET", "/class/demo"),
        basile(life, "GET", "/api/feed/roster?cohort=demo"),
    ],
    "paths that climb, are empty, or end early": lambda life: [
        basile(life, "GET", f"/api/submissions/{each}")
        for each in ("..%2f..%2fetc%2fpasswd", "%2e%2e", "x%00y", "0' OR 1=1--", "*")
    ],
    "labs and classes that climb": lambda life: [
        life.http.post(
            f"/api/submissions/{cohort}/{lab}", content=BODY, headers=headers("basile")
        )
        for cohort, lab in (("demo", "..%2fN1-00"), ("..", "N1-00"), ("demo", "n1-00"))
    ],
    "a deadline moved for himself (E35)": lambda life: [
        basile(life, "POST", "/class/demo/extend", data={"lab": "N1-00"}),
        basile(life, "POST", "/api/feed/releases", json={"cohort": "demo"}),
        basile(life, "POST", f"/class/demo/retry/{hers(life)}"),
    ],
    "tokens in other places, of other shapes": lambda life: [
        life.http.get("/api/submissions", headers=given, params=query)
        for given, query in (
            ({"Authorization": "token token-adax"}, {}),
            ({"Authorization": "Basic dG9rZW4tYWRhOg=="}, {}),
            ({"Cookie": "service-record=token-ada"}, {}),
            ({"X-Forwarded-User": "ada", "Remote-User": "ada"}, {"user": "ada"}),
        )
    ],
}


@pytest.mark.parametrize("tried", REFUSED, ids=str)
def test_it_is_refused_and_changes_nothing(ada: Life, tried: str) -> None:
    for answer in REFUSED[tried](ada):
        assert 400 <= answer.status_code < 500, (answer.status_code, answer.text[:200])
        assert "ada's" not in answer.text


CLAIMS: dict[str, dict[str, Any]] = {
    "a learner in the address": {"query": "?user=ada&learner=ada&student=ada"},
    "a learner in headers": {"headers": {"X-User": "ada", "X-Forwarded-User": "ada"}},
    "a time in headers": {"headers": {"Date": "Fri, 01 Jan 1999 00:00:00 GMT"}},
    "a time in the address": {"query": "?received_at=1999-01-01&timestamp=0"},
    "a folder named after her": {
        "content": archive("N1-00", "x", **{"ada/t.txt": b""})
    },
}


@pytest.mark.parametrize("claim", CLAIMS, ids=str)
def test_who_and_when_come_from_the_hub_and_our_clock(ada: Life, claim: str) -> None:
    """Handing in as another learner, or earlier (E34, E35)."""
    answer = post(ada, **CLAIMS[claim])

    receipt = answer.json()["receipt"]
    claims = verify(receipt["jws"], ada.http.get("/api/receipt-key").json())
    assert answer.status_code == 201
    assert claims["sub"] == "basile"
    assert receipt["received_at"] > "2026"


def test_the_same_bytes_of_two_learners_are_two_submissions(ada: Life) -> None:
    """A friend's notebook unchanged (E36): each has a receipt of their own."""
    mine, theirs = post(ada, "basile").json(), post(ada, "chloe").json()

    assert mine["submission"]["id"] != theirs["submission"]["id"]
    assert mine["receipt"]["jws"] != theirs["receipt"]["jws"]


def test_twenty_retries_in_one_second_are_one_submission(ada: Life) -> None:
    """A race of the same hand-in against itself (E38)."""
    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(lambda _: post(ada), range(20)))

    assert sorted(answer.status_code for answer in answers) == [200] * 19 + [201]
    assert len({answer.json()["receipt"]["jws"] for answer in answers}) == 1


def test_an_old_hand_in_sent_again_does_not_come_back_as_the_newest(ada: Life) -> None:
    """A replay, to have an earlier and better state marked again."""
    first = post(ada).json()["submission"]["id"]
    latest = post(ada, content=archive("N1-00", "later")).json()["submission"]["id"]
    again = post(ada)

    listed = basile(ada, "GET", "/api/submissions").json()["submissions"]
    by_time = sorted(listed, key=lambda each: each["received_at"])
    assert again.status_code == 200
    assert again.json()["submission"]["id"] == first
    assert by_time[-1]["id"] == latest


def test_a_race_across_the_deadline_keeps_only_what_came_before(ada: Life) -> None:
    """Changed after the deadline (E35): the digest signed before is the one kept."""
    receipt = post(ada).json()["receipt"]
    due = (datetime.now(UTC) - timedelta(seconds=1)).isoformat()
    release = {"cohort": "demo", "lab": "N1-00", "version": "v1", "due": due}
    ada.http.post("/api/feed/releases", json=release, headers=headers("feed"))

    with ThreadPoolExecutor(5) as pool:
        late = list(
            pool.map(
                lambda n: post(ada, content=archive("N1-00", f"late {n}")), range(5)
            )
        )

    listed = basile(ada, "GET", "/api/submissions").json()["submissions"]
    assert {answer.status_code for answer in late} == {403}
    assert len(listed) == 1
    assert post(ada).json()["receipt"] == receipt
    release["due"] = (datetime.now(UTC) + timedelta(days=1)).isoformat()
    ada.http.post("/api/feed/releases", json=release, headers=headers("feed"))


def test_a_receipt_with_one_letter_changed_is_no_receipt(ada: Life) -> None:
    receipt = post(ada).json()["receipt"]["jws"]
    key = ada.http.get("/api/receipt-key").json()
    head, body, signature = receipt.split(".")
    other = post(ada, "chloe").json()["receipt"]["jws"].split(".")

    none = "eyJhbGciOiJub25lIn0"
    for forged in (
        f"{head}.{other[1]}.{signature}",
        f"{none}.{body}.",
        f"{head}.{body}.{'B' if signature[0] == 'A' else 'A'}{signature[1:]}",
    ):
        with pytest.raises(BadReceipt):
            verify(forged, key)


def test_marks_are_asked_for_only_so_often(ada: Life) -> None:
    """Marking as an oracle (C22): the seventh check in a row has to wait."""
    bodies = [archive("N1-00", f"guess {n}") for n in range(12)]
    with ThreadPoolExecutor(6) as pool:
        answers = list(
            pool.map(lambda b: post(ada, content=b, query="?kind=check"), bodies)
        )

    statuses = sorted(answer.status_code for answer in answers)
    assert statuses == [201] * 6 + [429] * 6


def test_what_a_learner_wrote_never_runs_on_a_page(ada: Life) -> None:
    """Markup in a file's name, a reason and a code (F39, F40)."""
    body = archive("N1-00", MARKUP, **{"a'onx='1.txt": b"x"})
    sent = post(ada, content=body).json()["submission"]["id"]
    marked = result("N1-00", ["failed", P, P])
    marked["exercises"][0] |= {"fr": MARKUP, "en": "=HYPERLINK(1)"}
    ada.http.put(
        f"/api/feed/results/{sent}/1",
        json={"result": marked, "final": True},
        headers=headers("feed"),
    )
    ada.http.put(
        f"/api/feed/feedback/{sent}",
        content=MARKUP,
        headers={**headers("feed"), "Content-Type": "text/html"},
    )

    pages = [
        ada.http.get(path, headers=headers(who))
        for who, path in (
            ("basile", "/"),
            ("basile", "/lab/demo/N1-00"),
            ("basile", f"/receipt/{sent}"),
            ("prof", "/class/demo"),
            ("prof", "/class/demo/history"),
        )
    ]
    feedback = basile(ada, "GET", f"/api/submissions/{sent}/feedback")

    assert [page.status_code for page in pages] == [200] * 5
    assert all(MARKUP not in page.text for page in pages)
    policy = feedback.headers["Content-Security-Policy"]
    assert "sandbox" in policy or policy.startswith("default-src 'none'")
    assert "script-src" not in policy or "'unsafe-inline'" not in policy


def test_requests_cannot_write_lines_into_the_log(
    ada: Life, capfd: pytest.CaptureFixture[str]
) -> None:
    forged = 'x%0d%0a{"event": "forged-by-a-learner"}%1b[2J'
    for path in (f"/api/submissions/{forged}", f"/lab/demo/{forged}", f"/{forged}"):
        basile(ada, "GET", path)
    post(ada, query=f"?kind={forged}")
    post(ada, headers={"User-Agent": "forged-by-a-learner"})

    said = "".join(capfd.readouterr())
    assert not [
        line for line in said.splitlines() if line.startswith(('{"event": "f', "\x1b"))
    ]


def test_json_of_any_kind_is_refused_in_one_sentence(ada: Life) -> None:
    """What the feed sends is checked as well: a lost token must not do more."""
    sent = hers(ada)
    for body in (
        b"[" * 100_000,
        b'{"result": 1e999}',
        b"\xff",
        json.dumps([]).encode(),
    ):
        answer = ada.http.put(
            f"/api/feed/results/{sent}/7", content=body, headers=headers("feed")
        )
        assert answer.status_code in (400, 413)
        assert answer.json()["ok"] is False
