"""One learner's labs: where each stands, and which one is next."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hub.record.domain.progress import LabStanding
from hub.record.exchange import Exchange
from hub.record.store import overview, people
from hub.record.store.overview import LabCard
from hub.record.store.types import now
from labs import catalogue
from tests.hub.record.store.helpers import LAB, mark, send


def card(lab: str, state: str, **changes: object) -> LabCard:
    plain = LabCard(
        cohort="demo",
        lab=lab,
        title={"fr": lab, "en": lab},
        minutes=None,
        order=0,
        version="v1",
        due=None,
        class_due=None,
        standing=LabStanding(state, 0, 1000),
        exercises=[],
        submissions=[],
    )
    return replace(plain, **changes)  # type: ignore[arg-type]


def test_begun_work_comes_before_a_new_lab() -> None:
    step = overview.next_step([card("N1-00", "not_started"), card("N1-01", "failed")])

    assert step is not None
    assert step.lab == "N1-01"


def test_a_lab_that_waits_for_us_or_is_closed_is_not_the_next_step() -> None:
    past = now() - timedelta(days=1)
    cards = [
        card("N1-00", "passed"),
        card("N1-01", "marking"),
        card("N1-02", "waiting"),
        card("N1-03", "partial", due=past),
    ]

    assert overview.next_step(cards) is None


def test_a_learners_card_follows_what_was_sent_and_marked(exchange: Exchange) -> None:
    def shown(taken: set[str]) -> LabCard:
        with exchange.database.read() as session:
            seat = people.seat(session, "ada", "demo")
            assert seat is not None
            (one,) = overview.labs_of(session, seat, catalogue.load(), taken)
            return one

    before = shown(set())
    sent = send(exchange).submission
    waits, goes_on = shown(set()), shown({sent})
    mark(exchange, sent, ["passed", "passed", "failed"])
    done = shown(set())

    states = [each.state for each in (before, waits, goes_on, done)]
    assert states == ["not_started", "submitted", "marking", "passed"]
    assert (done.lab, done.passed_count) == (LAB, 2)
