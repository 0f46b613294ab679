"""The merge rules of a regrade: what a mark becomes, without marking anything."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.exchange.outbox import Held, Outbox
from autograder.exchange.result_body import result_body
from autograder.grading.grade import Graded
from autograder.regrade.apply import RegradeWriter, merged
from autograder.regrade.store import Regraded
from labs.outcome import Outcome, Result, State
from tests.autograder import small_lab
from tests.autograder.small_lab import LAB

RIGHT, WRONG = small_lab.result(2.0), small_lab.result(0.0)
ITEM: dict[str, Any] = {
    "id": "s1",
    "cohort": "demo",
    "lab": LAB,
    "lang": "fr",
    "version": "small-1",
    "learner": "ada",
    "kind": "submit",
    "received_at": "2026-12-01T09:00:00+00:00",
    "digest": "00",
}


@pytest.fixture
def outbox(tmp_path: Path) -> Iterator[Outbox]:
    outbox = Outbox(tmp_path / "outbox.sqlite")
    yield outbox
    outbox.close()


@pytest.fixture
def writer(tmp_path: Path, outbox: Outbox) -> RegradeWriter:
    return RegradeWriter(tmp_path / "courses", outbox)


def regraded(
    known: Result, fresh: Result, broken: Mapping[str, str] | None = None
) -> Regraded:
    return Regraded(ITEM, known, "small-2", Graded(fresh, b"{}", "<p>"), broken or {})


def held(submission: str, result: Result) -> Held:
    moment = str(ITEM["received_at"])
    return Held("demo", LAB, "ada", "ada", submission, moment, result)


def send(outbox: Outbox, submission: str, result: Result, **more: Any) -> None:
    outbox.append(
        submission, result_body(result, 0), held=held(submission, result), **more
    )


def sum_check(result: Result) -> tuple[float, State]:
    outcome = result.exercises[0]
    return outcome.points, outcome.state


def test_what_could_not_be_marked_keeps_its_old_outcome() -> None:
    lost = Outcome("sum-check", State.COULD_NOT_MARK, 0.0, 2.0)
    fresh = replace(WRONG, exercises=(lost, WRONG.exercises[1]))

    assert merged(fresh, RIGHT, []).exercises == RIGHT.exercises
    assert merged(WRONG, RIGHT, ["sum-check"]).points == 2.0
    assert merged(WRONG, RIGHT, []).points == 0.0


def test_a_broken_test_of_an_exercise_nobody_marked_before_fails_nobody() -> None:
    nothing = replace(RIGHT, exercises=(), points=0.0, possible=0.0)

    result = merged(WRONG, nothing, ["sum-check"])

    assert sum_check(result) == (0.0, State.COULD_NOT_MARK)


def test_the_corrected_mark_takes_the_place_of_the_automatic_one(
    writer: RegradeWriter, outbox: Outbox
) -> None:
    send(outbox, "s1", WRONG)

    change = writer.change(regraded(WRONG, RIGHT))

    assert change.changes_the_mark
    assert change.is_new
    assert change.held is not None
    assert sum_check(change.held.result) == (2.0, State.PASSED)
    assert (change.before.points, change.after.points) == (0.0, 2.0)


def test_the_same_mark_is_no_change(writer: RegradeWriter, outbox: Outbox) -> None:
    send(outbox, "s1", RIGHT)

    change = writer.change(regraded(RIGHT, small_lab.result(2.0)))

    assert not change.changes_the_mark
    assert not change.is_new


def test_a_mark_made_with_another_key_says_so(
    writer: RegradeWriter, outbox: Outbox
) -> None:
    send(outbox, "s1", RIGHT, drawn_with="k1")
    again = regraded(RIGHT, WRONG)

    def drawn_with(key: str) -> Regraded:
        return replace(again, graded=replace(again.graded, drawn_with=key))

    assert not writer.change(drawn_with("k1")).is_redrawn
    assert writer.change(drawn_with("k2")).is_redrawn


def test_a_broken_test_changes_nothing(writer: RegradeWriter, outbox: Outbox) -> None:
    send(outbox, "s1", RIGHT)

    change = writer.change(regraded(RIGHT, WRONG, {"sum-check": "NameError"}))

    assert not change.changes_the_mark
    assert not change.is_new


def test_what_we_wrote_last_counts_before_what_the_record_said(
    writer: RegradeWriter, outbox: Outbox
) -> None:
    """The record's list may be older than our own outbox."""
    send(outbox, "s1", RIGHT)

    change = writer.change(regraded(WRONG, RIGHT))

    assert change.before.points == 2.0
    assert not change.changes_the_mark


def test_of_an_earlier_submission_what_a_person_gave_stays(
    writer: RegradeWriter, outbox: Outbox
) -> None:
    by_hand = replace(
        WRONG, exercises=(WRONG.exercises[0], RIGHT.exercises[1]), points=0.0
    )
    send(outbox, "s1", by_hand)
    send(outbox, "s2", RIGHT, by_hand=["sum-check"])

    change = writer.change(regraded(by_hand, RIGHT))

    assert change.held is None  # the gradebook holds the later one
    assert sum_check(change.after) == (0.0, State.FAILED)
    assert not change.changes_the_mark


def test_an_earlier_submission_is_corrected_at_the_record_only(
    writer: RegradeWriter, outbox: Outbox, tmp_path: Path
) -> None:
    send(outbox, "s1", WRONG)
    send(outbox, "s2", RIGHT)

    assert writer.write(regraded(WRONG, RIGHT), {})

    newest = outbox.latest("s1")
    assert newest is not None
    assert newest["result"]["points"] == 2.0
    assert not (tmp_path / "courses").exists()
    holder = outbox.held("demo", LAB, "ada")
    assert holder is not None
    assert holder.submission == "s2"


def test_writing_again_sends_nothing_again(
    writer: RegradeWriter, outbox: Outbox
) -> None:
    send(outbox, "s1", WRONG)
    send(outbox, "s2", RIGHT)
    writer.write(regraded(WRONG, RIGHT), {})

    assert not writer.write(regraded(WRONG, RIGHT), {})
    assert outbox.tries_at_marking("s1") == 2
