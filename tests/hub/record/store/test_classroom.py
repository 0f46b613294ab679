"""The class is read in a few questions."""

from __future__ import annotations

from sqlalchemy import event

from hub.record.exchange import Exchange
from hub.record.store import classroom, releases
from tests.hub.record.store.helpers import LAB, mark, send


def test_the_class_is_read_in_a_few_questions_whatever_its_size(
    exchange: Exchange,
) -> None:
    for user in ("ada", "basile"):
        for words in ("1", "2"):
            mark(
                exchange,
                send(exchange, user + words, user=user).submission,
                ["failed"] * 3,
            )
    asked: list[str] = []

    with exchange.database.read() as session:
        release = releases.release_of(session, "demo", LAB)
        assert release is not None
        event.listen(
            session.connection(), "before_cursor_execute", lambda *a: asked.append(a[2])
        )
        matrix = classroom.matrix(session, release)

    assert len(asked) <= 6
    assert matrix.handed_in == 2
    assert [row.seat.user for row in matrix.rows][:2] == ["ada", "basile"]
