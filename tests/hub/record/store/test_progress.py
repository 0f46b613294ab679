"""Events and what is derived from them stand or fall together."""

from __future__ import annotations

import threading

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.record.commands import DERIVED
from hub.record.exchange import Exchange
from hub.record.store import progress
from hub.record.store.base import row_dict
from hub.record.store.models import Attempt, Event, Progress
from hub.record.web.api import feed
from tests.hub.record.classroom_life import result
from tests.hub.record.store.helpers import LAB, count, mark, send


def test_a_crash_between_event_and_progress_leaves_neither(
    exchange: Exchange, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = send(exchange)

    def dies(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(progress, "rederive", dies)
    with pytest.raises(RuntimeError):
        mark(exchange, taken.submission, ["passed"] * 3)

    assert count(exchange.database, Event) == 1
    assert count(exchange.database, Attempt) == count(exchange.database, Progress) == 0


def derived(session: Session) -> dict[str, list[dict[str, object]]]:
    return {
        model.__tablename__: sorted(
            (row_dict(row) for row in session.scalars(select(model))), key=str
        )
        for model in DERIVED
    }


def test_rebuilding_from_the_events_reproduces_everything_derived(
    exchange: Exchange,
) -> None:
    for words, states in (
        ("a", ["passed", "failed", "untouched"]),
        ("b", ["partial", "waiting", "could_not_mark"]),
        ("c", ["failed", "passed", "passed"]),
    ):
        mark(exchange, send(exchange, words).submission, states)
    mark(
        exchange, send(exchange, "a").submission, ["passed", "passed", "waiting"], rev=2
    )
    send(exchange, "d", kind="check", user="basile")
    with exchange.database.read() as session:
        before = derived(session)

    with exchange.database.write() as session:
        progress.rebuild(session)

    with exchange.database.read() as session:
        assert derived(session) == before
    assert len(before["progress"]) == 3


def test_two_deliveries_of_one_result_at_once_count_once(exchange: Exchange) -> None:
    taken = send(exchange)
    body = {"result": result(LAB, ["passed"] * 3), "final": True}
    answers: list[bool] = []

    def deliver() -> None:
        with exchange.database.write() as session:
            answers.append(feed.store_result(session, taken.submission, 1, body))

    threads = [threading.Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [False, False, False, True]
    assert count(exchange.database, Attempt) == 3
