"""Good work, then bad work, then the good work again: both books hold the good."""

from functools import partial

import httpx
import pytest

from tests.house.books import assert_books_agree
from tests.house.conftest import released
from tests.house.house import House, until
from tests.house.work import mark_of, send, signed, solved, untouched

pytestmark = pytest.mark.slow
LAB = "N1-00"


def test_good_work_sent_again_counts_in_both_books(house: House) -> None:
    until("N1-00 released", lambda: LAB in released(house), 120, 1)
    good = signed(solved(LAB), LAB, "good")
    bad = signed(untouched(LAB), LAB, "bad")
    with house.as_person("elin") as elin:
        first = send(elin, "demo", LAB, good)["submission"]["id"]
        assert mark_of(elin, first)["points"] > 0
        second = send(elin, "demo", LAB, bad)["submission"]["id"]
        assert mark_of(elin, second)["points"] == 0

        again = send(elin, "demo", LAB, good)["submission"]["id"]

        assert again == first
        until("marked again", partial(is_marked_twice, house, first), 180)
        assert newest(elin) == first
    assert_books_agree(house)


def is_marked_twice(house: House, submission: str) -> bool:
    found = house.in_record(
        "SELECT count(*) FROM event "  # noqa: S608  # our own id
        f"WHERE source = 'autograder' AND key = '{submission}'"
    )
    return found == [(2,)]


def newest(person: httpx.Client) -> str:
    found = person.get(f"api/submissions?lab={LAB}").json()["submissions"]
    return str(found[0]["id"])
