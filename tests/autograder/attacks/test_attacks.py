"""Every attack of cases/ through the real sandbox: it gains nothing and costs nobody.

After each: no mark but an honest one, nothing secret on a page, no process left, and
the next submission (untouched honest work) is marked correctly.
"""

from __future__ import annotations

import json
import re
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from copy import deepcopy
from dataclasses import replace
from html.parser import HTMLParser
from importlib import import_module
from itertools import count
from operator import attrgetter

import pytest

from autograder.assignment.version import AssignmentVersion
from autograder.grading.grade import Graded
from tests.autograder.attacks.case import (
    FOLDER,
    FORGED,
    TOKEN,
    Case,
    answered,
    cases,
    secrets,
)
from tests.autograder.conftest import POINTS, QUICK, Book

CASES = cases()
# Marking ends 10 s after the budget; the rest is for what is not the learner's: to
# start the sandbox, and what nbgrader does, on a machine that runs other tests too.
AFTERWARDS_S = 60
_EVERY = 8  # the honest submission is marked again after every so many cases
_ACTIVE = {"script", "iframe", "object", "embed", "form", "svg", "link", "base", "math"}
_OUR_MODULES = re.compile(r"from (autograder\.\w+) import (\w+)(?: as (\w+))?")
_marked = count(1)


@pytest.fixture(autouse=True)
def worker_has_a_token(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", TOKEN)


@pytest.fixture
def honest(built: AssignmentVersion, solved: Book) -> Book:
    return answered(built.released_notebook("fr"), solved)


@pytest.mark.slow
@pytest.mark.parametrize("case", CASES, ids=[case.name for case in CASES])
def test_it_gains_nothing_and_costs_nobody(
    case: Case,
    grade_it: Callable[..., Graded],
    honest: Book,
    left_behind: Callable[[], list[str]],
    caplog: pytest.LogCaptureFixture,
) -> None:
    submission = case.submission(Book(deepcopy(honest.json)))
    limits = replace(QUICK, **case.limits)

    with not_longer_than(limits.wall_s + AFTERWARDS_S):
        graded = grade_it(submission, case.files, limits)

    assert states(graded) == case.expected
    assert points(graded) == honest_points(case)
    assert leaks(graded) == []
    assert active_parts(graded.feedback_html) == []
    assert FORGED not in caplog.text
    assert left_behind() == []
    if case.is_about_walls or next(_marked) % _EVERY == 0:
        assert points(grade_it(honest)) == {**POINTS, "essay": 0.0}


def test_each_case_says_what_it_tries_and_what_must_happen() -> None:
    assert len(CASES) >= 42 + 25
    for case in CASES:
        assert case.tries.endswith("."), case.name
        assert case.tries.count(".") + case.tries.count(";") >= 2, case.name


def test_what_a_case_takes_hold_of_is_still_there() -> None:
    """Were a part of ours renamed, the attack would end at its import, and "fail"."""
    found = 0
    for file in FOLDER.glob("*.py"):
        text = file.read_text("utf-8")
        for home, name, alias in _OUR_MODULES.findall(text):
            module = import_module(f"{home}.{name}")
            for path in re.findall(rf"\b{alias or name}\.([\w.]*\w)", text):
                attrgetter(path)(module)
                found += 1
    assert found >= 10


@contextmanager
def not_longer_than(seconds: int) -> Iterator[None]:
    def stop(*_: object) -> None:
        raise AssertionError(f"still marking after {seconds} s")

    before = signal.signal(signal.SIGALRM, stop)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)


def states(graded: Graded) -> dict[str, str]:
    return {each.id: each.state.value for each in graded.result.exercises}


def points(graded: Graded) -> dict[str, float]:
    return {each.id: each.points for each in graded.result.exercises}


def honest_points(case: Case) -> dict[str, float]:
    """All of them for what must pass, none for anything else."""
    return {
        exercise: POINTS.get(exercise, 0.0) if state == "passed" else 0.0
        for exercise, state in case.expected.items()
    }


def leaks(graded: Graded) -> list[str]:
    """What is secret and yet in a result, a page, or an output of a learner's cell."""
    cells = json.loads(graded.autograded)["cells"]
    shown = [
        graded.feedback_html,
        json.dumps(graded.result.to_dict()),
        *(json.dumps(cell.get("outputs", [])) for cell in cells),
    ]
    return [word for word in secrets() if any(word in text for text in shown)]


def active_parts(page: str) -> list[str]:
    """Tags and attributes of the page that a browser would run, fetch or send."""
    found: list[str] = []

    class Reader(HTMLParser):
        def handle_starttag(
            self, tag: str, attrs: list[tuple[str, str | None]]
        ) -> None:
            if tag in _ACTIVE:
                found.append(tag)
            for name, value in attrs:
                address = (value or "").strip().lower()
                fetches = name in ("src", "data") and not address.startswith("data:")
                if name.startswith("on") or fetches or address.startswith("javascript"):
                    found.append(f"{tag} {name}={value}")

    Reader(convert_charrefs=False).feed(page)
    return found
