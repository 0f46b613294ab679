"""What an instructor fills in wrong is one sentence, and changes nothing."""

from __future__ import annotations

import pytest

from hub.record.store import people
from tests.hub.record.classroom_life import Life, headers


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"lab": "N9-99"}, "Choisissez un lab de la liste"),
        ({"lab": "N1-00", "due": "demain"}, "une date lisible"),
        ({"lab": "N1-00", "due": "0001-01-01T00:00"}, "une date lisible"),
    ],
)
def test_a_form_filled_in_wrong_gets_one_sentence(
    school: Life, form: dict[str, str], sentence: str
) -> None:
    answer = school.http.post(
        "/class/demo/release?lang=fr", data=form, headers=headers("prof")
    )

    assert answer.status_code == 400
    assert sentence in answer.text


def test_an_extension_must_end_after_the_class(school: Life) -> None:
    with school.server.context.database.read() as session:
        seat = people.seat(session, "ada", "demo")
    assert seat is not None
    form = {"lab": "N1-01", "learner": seat.learner, "due": "2020-01-01T12:00"}

    answer = school.http.post(
        "/class/demo/extend?lang=fr", data=form, headers=headers("prof")
    )

    assert answer.status_code == 400
    assert "après la date de la classe" in answer.text
