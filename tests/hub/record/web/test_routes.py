"""Addresses are told apart as they are written; test_access holds who may use them."""

import re

import pytest

from hub.record.web.access import FEEDER, OPERATOR, PUBLIC, STAFF, STAFF_WRITE
from hub.record.web.routes import API, FEED, PAGES, ROUTES

SUBMISSION, LEARNER = "0123456789abcdef0123", "0123456789abcdef01234567"


def found(path: str) -> list[tuple[str, dict[str, str]]]:
    """The handlers that an address leads to, each with the parts it is given."""
    matches = [(route, re.fullmatch(route.path, path)) for route in ROUTES]
    return [(r.handler.__name__, m.groupdict()) for r, m in matches if m]


@pytest.mark.parametrize(
    ("path", "handler", "parts"),
    [
        ("", "Home", {}),
        ("lab/demo/N1-01", "Lab", {"cohort": "demo", "lab": "N1-01"}),
        (
            f"api/submissions/{SUBMISSION}",
            "OneSubmission",
            {"submission": SUBMISSION},
        ),
        (
            f"api/submissions/{SUBMISSION}/feedback",
            "FeedbackFile",
            {"submission": SUBMISSION},
        ),
        ("api/submissions/demo/N1-01", "Submit", {"cohort": "demo", "lab": "N1-01"}),
        (
            f"receipt/{SUBMISSION}.jws",
            "ReceiptFile",
            {"submission": SUBMISSION},
        ),
        (
            f"class/L1-2026.a/learner/{LEARNER}",
            "OneLearner",
            {"cohort": "L1-2026.a", "learner": LEARNER},
        ),
        (
            f"api/feed/results/{SUBMISSION}/12",
            "OneResult",
            {"submission": SUBMISSION, "rev_text": "12"},
        ),
    ],
)
def test_an_address_leads_to_one_handler_with_its_parts(
    path: str, handler: str, parts: dict[str, str]
) -> None:
    assert found(path) == [(handler, parts)]


@pytest.mark.parametrize(
    "path",
    [
        "lab/../N1-01",
        "lab/.hidden/N1-01",
        "lab/a/b/N1-01",
        f"lab/{'a' * 101}/N1-01",
        "lab/demo/n1-01",
        "lab/demo/N1-1",
        "api/submissions/0123456789ABCDEF0123",
        f"api/submissions/{SUBMISSION}0",
        f"receipt/{SUBMISSION}xjws",
        "class/demo/learner/ada",
        f"api/feed/results/{SUBMISSION}/-1",
        f"api/feed/results/{SUBMISSION}/12345678",
        "api/feed/versions/N1-01/a%2Fb",
        "api",
    ],
)
def test_what_is_none_of_ours_leads_nowhere(path: str) -> None:
    assert found(path) == []


def test_no_address_is_there_twice() -> None:
    paths = [route.path for route in ROUTES]

    assert len(set(paths)) == len(paths)
    assert len(paths) == len(PAGES) + len(API) + len(FEED)


def test_the_feed_is_the_autograders_alone() -> None:
    assert {rule for route in FEED for rule in route.rules.values()} == {FEEDER}
    assert all(route.path.startswith("api/feed/") for route in FEED)
    others = [rule for each in (*PAGES, *API) for rule in each.rules.values()]
    assert FEEDER not in others


def test_a_class_is_read_by_its_staff_and_changed_by_who_may_write() -> None:
    rules = [
        (method, rule)
        for route in PAGES
        if route.path.startswith("class/")
        for method, rule in route.rules.items()
    ]

    assert set(rules) == {("GET", STAFF), ("POST", STAFF_WRITE)}


def test_only_health_and_the_receipts_key_are_anybodys() -> None:
    by_rule = {
        wanted: {r.path for r in ROUTES for rule in r.rules.values() if rule == wanted}
        for wanted in (PUBLIC, OPERATOR)
    }

    assert by_rule[PUBLIC] == {"health", "api/receipt-key"}
    assert by_rule[OPERATOR] == {"metrics", "api/ops"}
