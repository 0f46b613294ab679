"""Which exercises a check is for, and what it leaves of each."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from hub.record.domain.answers import Check, TooMany, answers_of, cells_of, counted
from hub.record.domain.bucket import Allowance

NOW = datetime(2026, 11, 21, 12, tzinfo=UTC)
TWO = Allowance(size=2, refill_s=60)
MEAN, TABLE = "mean", "table"
BOTH = (MEAN, TABLE)


def cell(source: Any, grade_id: str | None = None, kind: str = "code") -> Any:
    metadata = {"nbgrader": {"grade_id": grade_id}} if grade_id else {}
    return {"cell_type": kind, "metadata": metadata, "source": source}


def book(
    mean: Any = "m = 1", table: str = "t = 1", end: str = "", test: str = ""
) -> bytes:
    cells = [
        cell("# words", kind="markdown"),
        cell("import numpy"),
        cell(mean, "mean-answer"),
        cell(test, MEAN),
        cell(table, "table-answer"),
        cell("", TABLE),
        cell(end),
    ]
    return json.dumps({"cells": cells}).encode()


def answers(**given: Any) -> dict[str, str]:
    return answers_of(cells_of(book(**given)), BOTH)


def check(ago_s: float, *exercises: str, **given: Any) -> Check:
    return Check(NOW - timedelta(seconds=ago_s), answers(**given), exercises)


@pytest.mark.parametrize(
    ("change", "changed"),
    [
        ({"mean": "m = 2"}, {MEAN}),
        ({"table": "t = 2"}, {TABLE}),
        ({"mean": "m = 2", "table": "t = 2"}, {MEAN, TABLE}),
        ({"end": "print(m)"}, set()),
        ({"test": "assert True"}, set()),
        ({"mean": ["m ", "= 1"]}, set()),
    ],
)
def test_an_answer_is_the_code_above_its_test(
    change: dict[str, Any], changed: set[str]
) -> None:
    before, after = answers(), answers(**change)

    assert {each for each in BOTH if before[each] != after[each]} == changed


@pytest.mark.parametrize(
    "cells",
    [
        [None, 3, "cell", {}],
        [{"metadata": [], "source": {}, "cell_type": "code"}],
        [{"metadata": {"nbgrader": "mean"}, "source": [1, None, "x"]}],
        [cell("a", MEAN), cell("b", MEAN)],
        [cell("\ud800", MEAN), {"metadata": {"nbgrader": {"grade_id": ["mean"]}}}],
    ],
)
def test_any_notebook_that_is_taken_can_be_read(cells: list[Any]) -> None:
    notebook = json.dumps({"cells": cells}).encode()

    assert set(answers_of(cells_of(notebook), BOTH)) <= {MEAN}


def test_the_first_check_is_for_every_exercise() -> None:
    spent = counted(TWO, BOTH, answers(), [], NOW)

    assert spent.exercises == BOTH
    assert {each: left.count for each, left in spent.left.items()} == {
        MEAN: 1,
        TABLE: 1,
    }


def test_only_what_has_changed_is_counted() -> None:
    past = [check(30, MEAN, TABLE)]

    spent = counted(TWO, BOTH, answers(table="t = 2"), past, NOW)

    assert spent.exercises == (TABLE,)
    assert {each: left.count for each, left in spent.left.items()} == {
        MEAN: 1,
        TABLE: 0,
    }
    assert spent.least.count == 0


def test_one_exercise_without_any_left_does_not_stop_another() -> None:
    past = [check(30, MEAN, TABLE), check(20, MEAN, mean="m = 2")]

    with pytest.raises(TooMany) as refused:
        counted(TWO, BOTH, answers(mean="m = 3"), past, NOW)
    other = counted(TWO, BOTH, answers(mean="m = 2", table="t = 2"), past, NOW)

    assert refused.value.exercise == MEAN
    assert refused.value.wait == timedelta(seconds=30)
    assert other.exercises == (TABLE,)


def test_other_changes_are_for_all_that_have_some_left() -> None:
    past = [check(30, MEAN, TABLE), check(20, MEAN, mean="m = 2")]

    spent = counted(TWO, BOTH, answers(mean="m = 2", end="x"), past, NOW)

    assert spent.exercises == (TABLE,)
    past.append(check(10, TABLE, mean="m = 2", end="x"))
    with pytest.raises(TooMany):
        counted(TWO, BOTH, answers(mean="m = 2", end="y"), past, NOW)


def test_hiding_work_elsewhere_brings_no_more_checks_in_all() -> None:
    """Attempts at one exercise, written in the answer of the other and at the end."""
    past: list[Check] = []
    taken = 0
    for number in range(12):
        place = ("mean", "table", "end")[number % 3]
        given = {place: f"attempt {number}"}
        try:
            spent = counted(TWO, BOTH, answers(**given), past, NOW)
        except TooMany:
            continue
        taken += 1
        past.append(Check(NOW, answers(**given), spent.exercises))

    assert taken <= TWO.size * len(BOTH)


def test_a_check_from_before_is_for_every_exercise() -> None:
    past = [Check(NOW - timedelta(seconds=1), {}, None)]

    assert counted(TWO, BOTH, answers(), past, NOW).least.count == 0
