"""Progress is a pure function of what happened, in whatever order it is told."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random

from hypothesis import given
from hypothesis import strategies as st

from hub.record.domain.progress import (
    Arrival,
    Fact,
    MarkedRevision,
    ReleasedExercise,
    Standing,
    derive,
    lab_standing,
)

START = datetime(2026, 11, 21, 9, tzinfo=UTC)
STATES = ["passed", "partial", "failed", "untouched", "waiting", "could_not_mark"]
History = tuple[list[Arrival], list[MarkedRevision]]
EARNS = {"passed": 2000, "partial": 1000}


def came(submission: str, minute: int, kind: str = "submit", count: int = 1) -> Arrival:
    return Arrival(submission, kind, START + timedelta(minutes=minute), count)


def marked(
    submission: str, state: str, rev: int = 1, exercise: str = "one"
) -> MarkedRevision:
    fact = Fact(exercise, state, EARNS.get(state, 0), 2000)
    return MarkedRevision(submission, rev, (fact,))


def one(arrivals: list[Arrival], revisions: list[MarkedRevision]) -> Standing:
    return derive(arrivals, revisions)["one"]


@st.composite
def histories(draw: st.DrawFn) -> History:
    count = draw(st.integers(1, 5))
    arrivals, revisions = [], []
    for number in range(count):
        name, kind = f"s{number}", draw(st.sampled_from(["submit", "check"]))
        arrivals.append(came(name, number, kind))
        if draw(st.booleans()):
            arrivals.append(came(name, number + 10, kind, 2))
        for rev in range(draw(st.integers(0, 3))):
            for exercise in draw(st.sets(st.sampled_from(["one", "two"]), max_size=2)):
                state = draw(st.sampled_from(STATES))
                revisions.append(marked(name, state, rev + 1, exercise))
    # One revision says each thing once, as the record's unique key guarantees.
    return arrivals, list({(m.submission, m.rev): m for m in revisions}.values())


@given(histories(), st.randoms(use_true_random=False))
def test_shuffled_and_duplicated_deliveries_derive_the_same(
    history: History, random: Random
) -> None:
    arrivals, revisions = history
    came_again, marked_again = arrivals * 2, revisions * 3
    random.shuffle(came_again)
    random.shuffle(marked_again)

    assert derive(came_again, marked_again) == derive(arrivals, revisions)


@given(histories())
def test_points_never_exceed_what_is_possible(history: History) -> None:
    for standing in derive(*history).values():
        assert 0 <= standing.points <= standing.best <= standing.possible


def test_the_newest_submission_counts_even_when_it_is_worse() -> None:
    standing = one(
        [came("a", 1), came("b", 2)], [marked("a", "passed"), marked("b", "failed")]
    )

    assert (standing.status, standing.points, standing.best) == ("failed", 0, 2000)
    assert standing.completed_at == START + timedelta(minutes=1)


def test_older_work_sent_again_counts_again() -> None:
    standing = one(
        [came("a", 1), came("b", 2), came("a", 3, count=2)],
        [marked("a", "passed"), marked("b", "failed")],
    )

    assert (standing.status, standing.points) == ("passed", 2000)


def test_a_submission_without_a_result_changes_nothing_yet() -> None:
    standing = one([came("a", 1), came("b", 2)], [marked("a", "passed")])

    assert standing.status == "passed"


def test_a_mark_that_goes_back_to_a_person_keeps_its_points() -> None:
    standing = one(
        [came("a", 1)], [marked("a", "passed", 1), marked("a", "waiting", 2)]
    )

    assert (standing.status, standing.points) == ("waiting", 2000)


def test_what_we_could_not_mark_is_never_a_fail() -> None:
    standing = one(
        [came("a", 1), came("b", 2)],
        [marked("a", "partial"), marked("b", "could_not_mark")],
    )

    assert (standing.status, standing.points) == ("could_not_mark", 1000)
    assert standing.tries == 1


def test_a_check_gives_a_reason_and_never_a_mark() -> None:
    standing = one([came("a", 1, "check")], [marked("a", "passed")])

    assert (standing.status, standing.points, standing.tries) == ("started", 0, 1)
    assert standing.completed_at is None


def test_a_result_of_an_unknown_submission_is_left_out() -> None:
    assert derive([came("a", 1)], [marked("ghost", "passed")]) == {}


RELEASED = [
    ReleasedExercise("one", 2000, False),
    ReleasedExercise("two", 2000, False),
    ReleasedExercise("essay", 3000, True),
]


def stood(**states: str) -> list[Standing]:
    facts = [Fact(name, s, EARNS.get(s, 0), 2000) for name, s in states.items()]
    return list(derive([came("a", 1)], [MarkedRevision("a", 1, tuple(facts))]).values())


def test_the_share_that_passes_a_lab_is_of_the_automatic_points() -> None:
    half = stood(one="passed", two="failed")

    assert lab_standing(half, RELEASED, "marked", 0.5).state == "passed"
    assert lab_standing(half, RELEASED, "marked", 0.6).state == "partial"
    assert lab_standing(half, RELEASED, "marked", 0.6).possible == 7000


def test_a_lab_with_an_unread_answer_waits_for_a_person() -> None:
    standings = stood(one="passed", two="passed", essay="waiting")

    assert lab_standing(standings, RELEASED, "marked", 0.6).state == "waiting"


def test_each_stage_of_a_lab_has_its_word() -> None:
    def state(standings: list[Standing], newest: str | None) -> str:
        return lab_standing(standings, RELEASED, newest, 0.6).state

    assert state([], None) == "not_started"
    assert state([], "received") == "submitted"
    assert state([], "marking") == "marking"
    assert state([], "could_not_mark") == "could_not_mark"
    assert state(stood(one="untouched"), "marked") == "not_started"
    assert state(stood(one="failed"), "marked") == "failed"
    assert state(stood(one="could_not_mark"), "marked") == "could_not_mark"
    assert state(stood(one="passed"), None) == "started"
