"""The outbox keeps every mark until the record has it."""

import sqlite3
from pathlib import Path

import pytest

from autograder.exchange.outbox import Held, Letter, Outbox
from tests.autograder import small_lab


class Clock:
    """A clock that only moves when told."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def outbox(tmp_path: Path, clock: Clock) -> Outbox:
    return Outbox(tmp_path / "outbox.sqlite", clock)


def body(text: str) -> dict[str, object]:
    return {"result": text, "final": True}


def due(outbox: Outbox) -> list[tuple[str, int]]:
    return [(letter.key, letter.rev) for letter in outbox.due()]


def test_a_mark_survives_the_process_that_wrote_it(tmp_path: Path) -> None:
    Outbox(tmp_path / "outbox.sqlite").append("s1", body("A"), feedback="<p>A</p>")

    (letter,) = Outbox(tmp_path / "outbox.sqlite").due()

    assert (letter.key, letter.rev, letter.body) == ("s1", 1, body("A"))
    assert letter.feedback == "<p>A</p>"


def test_the_disk_has_it_before_we_say_so(outbox: Outbox) -> None:
    (level,) = outbox._db.execute("PRAGMA synchronous").fetchone()

    assert level == 2  # FULL


def test_only_we_may_read_the_outbox(outbox: Outbox, tmp_path: Path) -> None:
    assert (tmp_path / "outbox.sqlite").stat().st_mode & 0o077 == 0


def test_there_and_back_again_is_three_revisions(outbox: Outbox) -> None:
    revs = [outbox.append("s1", body(text)) for text in ("A", "B", "A")]

    assert revs == [1, 2, 3]


def test_revisions_of_one_mark_leave_in_order(outbox: Outbox, clock: Clock) -> None:
    outbox.append("s1", body("A"))
    outbox.append("s1", body("B"))
    outbox.append("s2", body("C"))

    assert due(outbox) == [("s1", 1), ("s2", 1)]
    outbox.refused("s1", 1)
    assert due(outbox) == [("s2", 1)]  # not the second of s1 before its first
    clock.now += 120
    outbox.sent("s1", 1)
    assert due(outbox) == [("s1", 2), ("s2", 1)]


def test_waiting_grows_but_never_beyond_a_minute(outbox: Outbox) -> None:
    outbox.append("s1", body("A"))

    waits = [outbox.refused("s1", 1) for _ in range(30)]

    assert waits[0] <= 1
    assert 30 <= waits[-1] <= 60


def test_a_record_that_is_ahead_is_continued_above(outbox: Outbox) -> None:
    """After a restore from an old copy, the record knows more revisions than we do."""
    outbox.append("s1", body("A"))
    outbox.append("s1", body("B"))

    assert outbox.continue_above("s1", 1, watermark=7) == 8

    assert due(outbox) == [("s1", 8)]
    outbox.sent("s1", 8)
    assert [(each.rev, each.body) for each in outbox.due()] == [(9, body("B"))]
    assert outbox.append("s1", body("C")) == 10


def test_the_newest_mark_is_remembered_after_it_was_sent(outbox: Outbox) -> None:
    outbox.append("s1", body("A"))
    outbox.append("s1", body("B"))
    outbox.sent("s1", 1)
    outbox.sent("s1", 2)

    assert outbox.latest("s1") == body("B")
    assert outbox.latest("s2") is None
    assert outbox.tries_at_marking("s1") == 2
    assert not outbox.is_waiting("s1")
    assert outbox.counts() == {"waiting": 0, "sent": 2}


def test_the_mark_and_whose_line_it_is_are_one_step(outbox: Outbox) -> None:
    held = Held("demo", "N1-00", "ada", "ada", "s1", "2026", small_lab.result())

    with pytest.raises(ValueError, match=r"NaN|not JSON"):
        outbox.append("s1", {"result": float("nan")}, held=held)
    assert outbox.held("demo", "N1-00", "ada") is None

    outbox.append("s1", body("A"), held=held)
    assert outbox.held("demo", "N1-00", "ada") == held
    assert outbox.all_held("demo") == [held]
    assert outbox.all_held("demo-b") == []


def test_a_full_disk_loses_nothing_that_was_promised(
    tmp_path: Path, outbox: Outbox
) -> None:
    outbox.append("s1", body("A"))
    pages = outbox._db.execute("PRAGMA page_count").fetchone()[0]
    outbox._db.execute(f"PRAGMA max_page_count = {pages}")

    with pytest.raises(sqlite3.OperationalError):
        outbox.append("s2", body("B" * 100_000))

    assert [each.key for each in outbox.due()] == ["s1"]
    assert isinstance(outbox.due()[0], Letter)
