"""What the API says of one submission, its receipt, and an assignment."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from hub.record.exchange import Exchange
from hub.record.store import overview, people, submissions
from hub.record.web.api.views import assignment_view, submission_view
from labs import catalogue
from labs.outcome import told_seconds
from tests.hub.record.store.helpers import LAB, NOW, mark, send

PREFIX = "/services/record/"


def view(exchange: Exchange, submission: str, marking: bool = False) -> dict[str, Any]:
    with exchange.database.read() as session:
        row = submissions.find(session, submission)
        assert row is not None
        return submission_view(session, row, "demo", PREFIX, marking)


def test_a_submission_goes_from_the_queue_through_the_marking_to_its_result(
    exchange: Exchange,
) -> None:
    first = send(exchange, "a").submission
    second = send(exchange, "b", received_at=NOW + timedelta(minutes=1)).submission

    waits, goes_on = view(exchange, second), view(exchange, second, marking=True)
    mark(exchange, second, ["passed"] * 3)
    done = view(exchange, second, marking=True)

    assert (waits["state"], waits["place"], waits["result"]) == ("received", 2, None)
    assert (goes_on["state"], goes_on["place"]) == ("marking", None)
    assert (done["state"], done["place"]) == ("marked", None)
    assert done["result"]["lab"] == LAB
    assert done["result"]["seconds"] == told_seconds(done["result"]["seconds"])
    assert view(exchange, first)["place"] == 1


def test_a_receipt_says_where_it_can_be_read(exchange: Exchange) -> None:
    sent = send(exchange).submission

    receipt = view(exchange, sent)["receipt"]

    assert receipt["url"] == f"{PREFIX}receipt/{sent}"
    assert (receipt["submission"], receipt["cohort"]) == (sent, "demo")


def test_an_assignment_that_was_only_checked_is_not_started(exchange: Exchange) -> None:
    check = send(exchange, kind="check").submission
    mark(exchange, check, ["passed"] * 3)
    with exchange.database.read() as session:
        seat = people.seat(session, "ada", "demo")
        assert seat is not None
        (card,) = overview.labs_of(session, seat, catalogue.load(), set())

    shown = assignment_view(card)

    assert (card.state, shown["state"], shown["points"]) == (
        "started",
        "not_started",
        0,
    )
    assert [each["kind"] for each in shown["submissions"]] == ["check"]
