"""Who is staff, asked of the record and remembered for half a minute."""

from types import SimpleNamespace

import pytest

from autograder.exchange.client import RecordAway, RecordClient
from autograder.formgrader import context as module
from autograder.formgrader.context import KNOWN_FOR_S, FormgraderContext
from autograder.runtime.log import Log


class StubRecord(RecordClient):
    """Says what a test says, and counts how often it was asked."""

    def __init__(self) -> None:
        self.staff = {("prof", "demo")}
        self.asked = 0
        self.is_away = False

    async def is_staff(self, user: str, cohort: str) -> bool:
        self.asked += 1
        if self.is_away:
            raise RecordAway("503")
        return (user, cohort) in self.staff


class Clock:
    now = 1000.0

    def monotonic(self) -> float:
        return self.now


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(module, "time", clock)
    return clock


@pytest.fixture
def record() -> StubRecord:
    return StubRecord()


@pytest.fixture
def context(record: StubRecord) -> FormgraderContext:
    return a_context(record)


def a_context(record: StubRecord) -> FormgraderContext:
    nothing = SimpleNamespace()
    return FormgraderContext("/", record, nothing, nothing, Log())  # type: ignore[arg-type]


async def test_the_record_is_asked_once_for_each_person_and_cohort(
    context: FormgraderContext, record: StubRecord, clock: Clock
) -> None:
    asked = [("prof", "demo"), ("prof", "other"), ("ada", "demo")]

    answers = [await context.is_staff(*each) for each in asked * 3]

    assert answers == [True, False, False] * 3
    assert record.asked == 3


async def test_a_right_that_was_taken_away_is_gone_after_half_a_minute(
    context: FormgraderContext, record: StubRecord, clock: Clock
) -> None:
    assert await context.is_staff("prof", "demo")
    record.staff.clear()

    clock.now += KNOWN_FOR_S
    assert await context.is_staff("prof", "demo")
    clock.now += 1
    assert not await context.is_staff("prof", "demo")


async def test_a_record_that_is_away_is_neither_yes_nor_no(
    context: FormgraderContext, record: StubRecord, clock: Clock
) -> None:
    """... and an old yes does not outlive its half minute because of it."""
    assert await context.is_staff("prof", "demo")
    record.is_away = True
    clock.now += KNOWN_FOR_S + 1

    for _ in range(2):
        with pytest.raises(RecordAway):
            await context.is_staff("prof", "demo")
    assert record.asked == 3


async def test_what_is_remembered_does_not_grow_without_end(
    context: FormgraderContext, clock: Clock
) -> None:
    for number in range(10_050):
        await context.is_staff("prof", f"cohort-{number}")

    assert len(context.staff) < 10_050


def test_a_forgery_token_is_of_one_person_one_cohort_and_one_run(
    context: FormgraderContext, record: StubRecord
) -> None:
    token = context.forgery_token("ab", "c")

    assert token == context.forgery_token("ab", "c")
    others = [
        context.forgery_token("a", "bc"),
        context.forgery_token("ab", "d"),
        a_context(record).forgery_token("ab", "c"),
    ]
    assert token not in others
