"""The outbox keeps every mark until the record has it."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import OperationalError

from autograder.exchange.outbox import _DUE, Held, Outbox, Revision
from tests.autograder import small_lab

RESULT = small_lab.result()


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


def pragma(outbox: Outbox, words: str) -> Any:
    with outbox._db.read() as db:
        return db.exec_driver_sql(f"PRAGMA {words}").scalar_one()


def held(submission: str) -> Held:
    line = {"cohort": "demo", "lab": "N1-00", "learner": "ada", "student": "ada"}
    return Held(**line, submission=submission, received_at="2026", result=RESULT)


def due(outbox: Outbox) -> list[tuple[str, int]]:
    return [(revision.key, revision.rev) for revision in outbox.due()]


def test_a_mark_survives_the_process_that_wrote_it(tmp_path: Path) -> None:
    Outbox(tmp_path / "outbox.sqlite").append("s1", body("A"), feedback="<p>A</p>")

    (revision,) = Outbox(tmp_path / "outbox.sqlite").due()

    assert (revision.key, revision.rev, revision.body) == ("s1", 1, body("A"))
    assert revision.feedback == "<p>A</p>"


def test_the_disk_has_it_before_we_say_so(outbox: Outbox) -> None:
    assert pragma(outbox, "synchronous") == 2  # FULL


def test_only_we_may_read_the_outbox(outbox: Outbox, tmp_path: Path) -> None:
    outbox.append("s1", body("A"))

    files = list(tmp_path.iterdir())
    assert tmp_path / "outbox.sqlite" in files
    assert [file for file in files if file.stat().st_mode & 0o077] == []


def test_a_submissions_draw_key_is_kept_through_all_its_revisions(
    outbox: Outbox,
) -> None:
    outbox.append("s1", body("A"), drawn_with="k1")
    outbox.append("s1", body("by hand"))
    outbox.append("s2", body("lost"))

    assert outbox.drawn_with("s1") == "k1"
    assert outbox.drawn_with("s2") is None
    outbox.append("s1", body("again, its key lost"), drawn_with="k2")
    assert outbox.drawn_with("s1") == "k2"


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
    pages = pragma(outbox, "page_count")
    assert pragma(outbox, f"max_page_count = {pages}") == pages

    with pytest.raises(OperationalError, match="disk is full"):
        outbox.append("s2", body("B" * 100_000))

    assert [each.key for each in outbox.due()] == ["s1"]
    assert isinstance(outbox.due()[0], Revision)


def test_what_was_sent_keeps_no_feedback_page(outbox: Outbox) -> None:
    outbox.append("s1", body("A"), feedback="<p>A</p>")

    outbox.sent("s1", 1)

    with outbox._db.read() as db:
        query = "SELECT state, feedback FROM outbox"
        assert db.exec_driver_sql(query).one() == ("sent", None)


def test_a_mark_is_waiting_until_it_was_sent(outbox: Outbox) -> None:
    assert not outbox.is_waiting("s1")
    outbox.append("s1", body("A"))
    assert outbox.is_waiting("s1")
    assert outbox.counts() == {"waiting": 1, "sent": 0}
    outbox.sent("s1", 1)
    assert not outbox.is_waiting("s1")


def test_no_more_than_asked_for_is_due_oldest_first(
    outbox: Outbox, clock: Clock
) -> None:
    for name in ("s3", "s1", "s2"):
        clock.now += 1
        outbox.append(name, body("A"))

    assert [each.key for each in outbox.due(2)] == ["s3", "s1"]


def test_continuing_below_what_we_have_changes_nothing(outbox: Outbox) -> None:
    outbox.append("s1", body("A"))
    outbox.append("s1", body("B"))

    assert outbox.continue_above("s1", 2, watermark=1) == 2

    assert due(outbox) == [("s1", 1)]


def test_another_result_behind_the_same_mark_takes_the_place_of_the_first(
    outbox: Outbox,
) -> None:
    outbox.append("s1", body("A"), held=held("s1"))

    outbox.hold(held("s2"))

    assert outbox.held("demo", "N1-00", "ada") == held("s2")
    assert outbox.held("demo", "N1-00", "basile") is None
    assert outbox.counts() == {"waiting": 1, "sent": 0}


def test_what_a_person_marked_is_noted_once_the_next_submission_comes(
    outbox: Outbox,
) -> None:
    outbox.append("s1", body("A"), held=held("s1"), by_hand=["why"])
    outbox.append("s1", body("B"), held=held("s1"), by_hand=["why"])
    assert outbox.by_hand("s1") == set()

    outbox.append("s2", body("C"), held=held("s2"), by_hand=["why", "why", "how"])

    assert outbox.by_hand("s1") == {"why", "how"}
    assert outbox.by_hand("s2") == set()


def test_looking_for_what_is_due_reads_only_what_waits(outbox: Outbox) -> None:
    """Or a year's sent marks would be read twice a second."""
    words = str(_DUE.compile(dialect=sqlite.dialect()))
    with outbox._db.read() as db:
        plan = db.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", (0.0, 50, 0))
        steps = [row.detail for row in plan]

    assert any("outbox_waiting" in step for step in steps)


def test_two_threads_write_without_refusing_each_other(outbox: Outbox) -> None:
    """The gradebook's thread appends while the event loop notes what was sent."""
    with ThreadPoolExecutor(2) as threads:
        list(threads.map(lambda n: outbox.append(f"s{n}", body("A")), range(100)))

    assert outbox.counts() == {"waiting": 100, "sent": 0}
