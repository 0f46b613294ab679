"""A submission is kept once, in its order, with its own receipt."""

from __future__ import annotations

import threading
from datetime import timedelta

from sqlalchemy import select

from hub.record.exchange import Exchange, Taken
from hub.record.store import people, submissions
from hub.record.store.models import Blob, Event, Progress, Submission
from tests.hub.record.store.helpers import LAB, NOW, count, mark, send


def test_same_bytes_are_the_same_submission_and_receipt(exchange: Exchange) -> None:
    first, again = send(exchange), send(exchange)

    assert (first.is_new, again.is_new) == (True, False)
    assert first.submission == again.submission
    assert count(exchange.database, Submission) == count(exchange.database, Blob) == 1
    assert count(exchange.database, Event) == 1


def test_a_check_and_a_submission_of_the_same_bytes_are_two(exchange: Exchange) -> None:
    assert send(exchange).submission != send(exchange, kind="check").submission


def test_older_work_sent_again_becomes_current_and_rebuilds_so(
    exchange: Exchange,
) -> None:
    first = send(exchange, "good")
    second = send(exchange, "bad")
    mark(exchange, first.submission, ["passed"] * 3)
    mark(exchange, second.submission, ["failed"] * 3)

    again = send(exchange, "good")

    assert again.submission == first.submission
    with exchange.database.read() as session:
        assert {row.status for row in session.scalars(select(Progress))} == {"passed"}
        newest = submissions.newest_per_learner(session, "demo", LAB)
        assert [task.row.id for task in newest] == [first.submission]
        owed = submissions.unmarked(session, 10)
        assert [task.row.id for task in owed] == [first.submission]


def test_arrivals_keep_their_order_when_the_clock_steps_back(
    exchange: Exchange,
) -> None:
    send(exchange, "one")
    late = send(exchange, "two", received_at=NOW - timedelta(hours=1))

    with exchange.database.read() as session:
        seat = people.seat(session, "ada", "demo")
        assert seat is not None
        newest = submissions.newest_of(session, seat.enrolment, LAB)
        assert newest is not None
        assert newest.id == late.submission


def test_many_at_once_each_get_their_own_receipt(exchange: Exchange) -> None:
    """Threads of one service, writing to one database."""
    taken: list[Taken] = []
    users = ("ada", "basile", "chloe", "driss")

    def hand_in(user: str) -> None:
        taken.extend(send(exchange, f"{user} {n}", user=user) for n in range(5))

    threads = [threading.Thread(target=hand_in, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({one.submission for one in taken}) == 20
    assert count(exchange.database, Submission) == count(exchange.database, Event) == 20
