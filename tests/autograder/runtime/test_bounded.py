"""Functions of text with a limit: what is slow is given up, and costs nobody else."""

import os
import re
import time

import psutil

from autograder.runtime.bounded import SHORT, PageBudget

LONG = "x" * (SHORT + 1)


def louder(text: str) -> str:
    return text.upper()


def process(_text: str) -> str:
    return str(os.getpid())


def endless(text: str) -> str:
    """One call of a regular expression, which nothing in Python can interrupt."""
    return str(re.match(r"(x+x+)+y", text))


def failing(text: str) -> str:
    raise RecursionError(text)


def too_much(text: str) -> str:
    return text * 10_000


def test_short_texts_are_computed_here_and_long_ones_elsewhere() -> None:
    budget = PageBudget()

    assert budget.call(louder, "abc") == "ABC"
    assert budget.call(louder, LONG) == LONG.upper()
    assert budget.call(process, "here") == str(os.getpid())
    elsewhere = budget.call(process, LONG)
    assert elsewhere is not None
    assert elsewhere != str(os.getpid())
    assert psutil.Process(int(elsewhere)).ppid() == os.getpid()


def test_what_never_ends_is_given_up_once_and_the_next_text_is_served() -> None:
    budget = PageBudget()

    assert budget.call(endless, LONG) is None
    assert budget.call(endless, LONG) is None  # at once: it is remembered
    assert budget.call(louder, LONG + "é\n") == LONG.upper() + "É\n"


def test_a_page_may_compute_only_so_much() -> None:
    budget = PageBudget(cpu_s=1.5)

    given_up = [budget.call(endless, f"{LONG}{number}") for number in range(50)]

    assert given_up == [None] * 50
    assert budget.call(louder, LONG + "later") is None
    assert PageBudget().call(louder, LONG + "other") == (LONG + "other").upper()


def test_an_error_or_a_giant_is_no_answer() -> None:
    budget = PageBudget()

    assert budget.call(failing, "short") is None
    assert budget.call(failing, LONG) is None
    assert budget.call(too_much, LONG) is None
    assert budget.call(louder, LONG + "after") == (LONG + "after").upper()


def test_it_is_remembered_what_a_text_gave() -> None:
    budget = PageBudget()

    assert budget.call(moment, LONG) == budget.call(moment, LONG)


def moment(_text: str) -> str:
    return str(time.monotonic_ns())
