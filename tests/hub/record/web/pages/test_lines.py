"""What a learner sent, a line each."""

from __future__ import annotations

from datetime import timedelta

from hub.record.exchange import Exchange
from hub.record.store import people, submissions
from hub.record.web.pages.lines import Line, lines
from tests.hub.record.store.helpers import LAB, NOW, mark, send


def shown(exchange: Exchange, taken: set[str]) -> list[Line]:
    with exchange.database.read() as session:
        seat = people.seat(session, "ada", "demo")
        assert seat is not None
        return lines(
            session, submissions.history(session, [seat.enrolment], LAB), taken
        )


def test_the_newest_comes_first_with_its_place_and_its_marking(
    exchange: Exchange,
) -> None:
    first = send(exchange, "a").submission
    second = send(exchange, "b", received_at=NOW + timedelta(minutes=1)).submission

    found = shown(exchange, {second})

    assert [line.row.id for line in found] == [second, first]
    assert [(line.state, line.place) for line in found] == [
        ("marking", None),
        ("received", 1),
    ]


def test_a_line_has_points_and_feedback_once_they_are_there(exchange: Exchange) -> None:
    sent = send(exchange).submission
    before = shown(exchange, set())[0]
    mark(exchange, sent, ["passed", "passed", "failed"])
    with exchange.database.write() as session:
        submissions.put_feedback(session, sent, b"<p>")

    after = shown(exchange, set())[0]

    assert (before.points, before.has_feedback) == (None, False)
    assert (after.state, after.has_feedback) == ("marked", True)
    assert after.points is not None
    assert after.possible is not None
    assert 0 < after.points < after.possible
