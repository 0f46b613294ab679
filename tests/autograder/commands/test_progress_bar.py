"""What a person sees while many are marked, on a terminal and without one."""

from io import StringIO

import pytest
from rich.console import Console

from autograder.commands.progress_bar import Pace, ProgressBar, in_words


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRE_LANG", "en")


def test_the_pace_is_that_of_the_last_two_minutes() -> None:
    clock = Clock()
    pace = Pace(clock)
    for clock.now, done in ((0, 0), (600, 0), (660, 30), (700, 50)):
        pace.tell(done)

    assert pace.a_minute == 30
    assert pace.left_s(15) == 30


def test_nobody_guesses_before_something_was_done() -> None:
    clock = Clock()
    pace = Pace(clock)
    pace.tell(0)
    clock.now = 10
    pace.tell(0)

    assert pace.left_s(5) is None


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(3, "10 s"), (31, "40 s"), (61, "2 min"), (3600, "1 h 00"), (7500, "2 h 05")],
)
def test_what_is_left_is_said_in_round_numbers(seconds: float, said: str) -> None:
    assert in_words(seconds) == said


def test_without_a_terminal_it_is_a_line_every_few_seconds() -> None:
    out, clock = StringIO(), Clock()

    with ProgressBar(Console(file=out), 5, clock) as shown:
        for clock.now, done in ((0, 0), (2, 1), (6, 3), (8, 4), (9, 12)):
            shown.show(done, 12, failed=1 if done > 3 else 0)

    first, second, last = out.getvalue().splitlines()
    assert first == "0 of 12 marked, 0 a minute"
    assert second == "3 of 12 marked, 30 a minute, about 20 s left"
    assert last == "12 of 12 marked, 80 a minute, 1 could not be marked"


def test_on_a_terminal_it_is_a_bar(monkeypatch: pytest.MonkeyPatch) -> None:
    out, clock = StringIO(), Clock()
    console = Console(file=out, force_terminal=True, width=100)

    with ProgressBar(console, 5, clock) as shown:
        shown.show(0, 300)
        clock.now = 60
        shown.show(60, 300)

    assert "60/300" in out.getvalue()
    assert "60 a minute, about 4 min left" in out.getvalue()
