"""Handing in over HTTP: kept once, signed, in time, and refused with a sentence."""

from __future__ import annotations

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import httpx
import pytest

from hub.record.domain import bucket
from hub.record.domain.archive import MB, digest_of, pack, unpack_own
from hub.record.domain.receipts import verify
from hub.record.store.models import Submission
from tests.hub.record.classroom_life import Life, archive, headers
from tests.hub.record.fake_hub import notebook

SUBMIT = "/api/submissions/demo/N1-00"


def post(
    life: Life, body: bytes, who: str = "ada", query: str = "?kind=submit&lang=en"
) -> httpx.Response:
    return life.http.post(SUBMIT + query, content=body, headers=headers(who))


def solved(**answers: str) -> bytes:
    """A submission of N1-00 with code in the answers that are given."""
    book = notebook("N1-00")
    for exercise in ("codename", "predict-first", "repair"):
        answer = answers.get(exercise, "")
        for grade_id, source in ((f"{exercise}-answer", answer), (exercise, "")):
            metadata = {"nbgrader": {"grade_id": grade_id}}
            cell = {"cell_type": "code", "metadata": metadata, "source": source}
            book["cells"].append(cell)
    return pack({"N1-00.ipynb": json.dumps(book).encode()})


def deadline(life: Life, due: datetime | None) -> None:
    life.http.post(
        "/api/feed/releases",
        json={
            "cohort": "demo",
            "lab": "N1-00",
            "version": "v1",
            "due": due and due.isoformat(),
        },
        headers=headers("feed"),
    )


def test_a_submission_is_kept_and_its_receipt_can_be_checked(life: Life) -> None:
    body = archive("N1-00", "mine", **{"dessins.json": b"[]"})

    answer = post(life, body).json()

    receipt = answer["receipt"]
    claims = verify(receipt["jws"], life.http.get("/api/receipt-key").json())
    files = {
        "N1-00.ipynb": json.dumps(notebook("N1-00", "mine")).encode(),
        "dessins.json": b"[]",
    }
    assert claims["digest"] == receipt["digest"] == digest_of(files)
    assert (claims["sub"], claims["lab"], claims["kind"]) == ("ada", "N1-00", "submit")
    assert claims["received_at"][:19] == receipt["received_at"][:19]
    assert answer["submission"]["state"] == "received"
    assert answer["submission"]["place"] == 1
    sent = life.http.get(
        f"/api/feed/submissions/{answer['submission']['id']}/files",
        headers=headers("feed"),
    )
    assert unpack_own(sent.content) == files


def test_the_same_bytes_again_get_the_same_receipt(life: Life) -> None:
    first, again = post(life, archive("N1-00")), post(life, archive("N1-00"))

    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["receipt"] == again.json()["receipt"]


def test_who_and_when_are_never_read_from_the_content(life: Life) -> None:
    """A notebook and a timestamp file that claim to be somebody else's, earlier."""
    claims = archive(
        "N1-00",
        "user: prof",
        **{"timestamp.txt": b"1999-01-01", ".lab.json": b'{"learner": "basile"}'},
    )

    receipt = post(life, claims).json()["receipt"]

    assert receipt["received_at"] > "2026"
    assert (
        life.http.get("/api/submissions", headers=headers("basile")).json()[
            "submissions"
        ]
        == []
    )


def test_a_late_submission_is_refused_kindly_and_nothing_is_kept(life: Life) -> None:
    early = post(life, archive("N1-00", "early"))
    deadline(life, datetime.now(UTC) - timedelta(hours=1))

    late = post(life, archive("N1-00", "late"))
    again = post(life, archive("N1-00", "early"))
    check = post(life, archive("N1-00", "late"), query="?kind=check")

    assert late.status_code == 403
    assert "deadline" in late.json()["en"]
    assert "La date de rendu" in late.json()["fr"]
    assert late.json()["error"] == late.json()["en"]
    assert (again.status_code, check.status_code) == (200, 201)
    assert again.json()["receipt"] == early.json()["receipt"]


def test_an_extension_lets_one_learner_hand_in(life: Life) -> None:
    deadline(life, datetime.now(UTC) - timedelta(hours=1))
    with life.server.context.database.read() as session:
        from hub.record.store import people

        seat = people.seat(session, "ada", "demo")
    assert seat is not None
    form = {"lab": "N1-00", "learner": seat.learner, "due": "2099-01-01T12:00"}
    life.http.post("/class/demo/extend", data=form, headers=headers("prof"))

    assert post(life, archive("N1-00"), "ada").status_code == 201
    assert post(life, archive("N1-00"), "basile").status_code == 403


def test_checks_are_counted_and_the_wait_is_told(life: Life) -> None:
    first = post(life, solved(), query="?kind=check").json()
    left = []
    for number in range(bucket.CHECKS.size - 1):
        answer = post(life, solved(repair=f"x = {number}"), query="?kind=check").json()
        left.append(answer["checks_left"])
        assert answer["checked"] == ["repair"]
        assert 0 < answer["next_check_s"] <= bucket.CHECKS.refill_s

    refused = post(life, solved(repair="one more"), query="?kind=check")
    same = post(life, solved(repair="x = 0"), query="?kind=check")
    other = post(life, solved(repair="x = 4", codename="c"), query="?kind=check")
    handed_in = post(life, solved(repair="one more"))

    assert first["checked"] == ["codename", "predict-first", "repair"]
    assert [first["checks_left"], *left] == [5, 4, 3, 2, 1, 0]
    assert refused.status_code == 429
    assert 0 < int(refused.headers["Retry-After"]) <= 120
    assert "6\N{NO-BREAK SPACE}vérifications" in refused.json()["fr"] or (
        "6 vérifications" in refused.json()["fr"]
    )
    assert "Réparer une ligne" in refused.json()["fr"]
    assert "“Repair one line”" in refused.json()["en"]
    assert (same.status_code, handed_in.status_code) == (200, 201)
    assert (other.json()["checked"], other.json()["checks_left"]) == (["codename"], 4)


@pytest.mark.parametrize(
    ("body", "status", "word"),
    [
        (b"%PDF-1.7", 400, "zip"),
        (archive("N1-00", **{"../x": b""}), 400, "../x"),
        (archive("N1-01"), 400, "N1-00.ipynb"),
        (b"\0" * (13 * MB), 413, "13 MB"),
    ],
    ids=["not a zip", "traversal", "another lab", "too large"],
)
def test_bad_input_is_one_sentence_and_keeps_nothing(
    life: Life, body: bytes, status: int, word: str
) -> None:
    answer = post(life, body)

    assert answer.status_code == answer.json()["status"] == status
    assert answer.json()["ok"] is False
    assert word in answer.json()["en"]
    assert "nothing was handed in" in answer.json()["en"]
    with life.server.context.database.read() as session:
        assert session.query(Submission).count() == 0


def test_a_huge_upload_is_answered_not_cut_off(life: Life) -> None:
    def chunks() -> Iterator[bytes]:
        for _ in range(80):
            yield b"\0" * MB

    answer = life.http.post(SUBMIT, content=chunks(), headers=headers("ada"))

    assert answer.status_code == 413
    assert "plus de 12 Mo" in answer.json()["fr"].replace("\N{NO-BREAK SPACE}", " ")
    assert "nothing was handed in" in answer.json()["en"]


def test_a_refused_caller_hears_why_even_with_a_large_body(life: Life) -> None:
    answer = post(life, b"\0" * (20 * MB), who="feed")

    assert answer.status_code == 403


def test_an_unknown_kind_is_refused(life: Life) -> None:
    assert post(life, archive("N1-00"), query="?kind=exam").status_code == 400


def test_a_class_that_hands_in_at_once_gets_a_receipt_each(life: Life) -> None:
    users = ["ada", "basile", "chloe", "driss", "elin"]

    def hand_in(number: int) -> httpx.Response:
        who = users[number % 5]
        return post(life, archive("N1-00", f"{number}"), who)

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(hand_in, range(40)))

    assert {answer.status_code for answer in answers} == {201}
    assert len({answer.json()["submission"]["id"] for answer in answers}) == 40
    work = life.http.get("/api/feed/work", headers=headers("feed")).json()["work"]
    received = [item["received_at"] for item in work]
    assert len(work) == 40
    assert received == sorted(received)
