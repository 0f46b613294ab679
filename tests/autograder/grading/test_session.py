"""The rules of a session over several sandboxes, with a scripted learner's process."""

from collections.abc import Callable, Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Any, Self

import pytest

from autograder.assignment import tests as assignment
from autograder.grading import session
from autograder.grading.budget import Time
from autograder.runtime.limits import Limits
from autograder.submission.reassemble import Cell, Reassembled, Role
from autograder.wire.channel import Gone, Late

LIMITS = Limits(cpu_s=60, wall_s=120)
FINE: dict[str, Any] = {"outputs": []}
STOPPED: dict[str, Any] = {"outputs": [], "error": {"kind": "Stopped"}}


class Script:
    """What cells and tests do, by source and by exercise, and what was asked of them.

    Of a list, one answer is taken each time; an exception ends the process.
    """

    def __init__(self) -> None:
        self.cells: dict[str, Any] = {}
        self.verdicts: dict[str, list[dict[str, Any]]] = {}
        self.crowded: set[str] = set()
        self.ran: list[list[str]] = []  # sources, a list for each sandbox
        self.takes_cpu_s: dict[str, float] = {}  # if it may, by source and by exercise
        self.cpu_s: list[float] = []  # what each cell might take
        self.examined: list[tuple[str, Time]] = []
        self.used_s = 0.0

    def take(self, name: str, allowed: Time) -> bool:
        """Computes; False when it was stopped for that."""
        wanted = self.takes_cpu_s.get(name, 0.0)
        self.used_s += min(wanted, allowed.cpu_s)
        return wanted <= allowed.cpu_s


@pytest.fixture
def script(monkeypatch: pytest.MonkeyPatch) -> Script:
    script = Script()

    class Scripted:
        def __init__(self, *_: Any) -> None: ...
        def __enter__(self) -> Self:
            return self

        def __exit__(self, *_: object) -> None: ...

    class ScriptedLearner(Scripted):
        was_ended = False

        def __init__(self, *given: Any) -> None:
            script.ran.append([])
            given[-1].measure(lambda: 0.0)
            before_s = script.used_s
            given[-1].measure(lambda: script.used_s - before_s)

        def run(self, source: str, allowed: Time) -> Any:
            script.ran[-1].append(source)
            script.cpu_s.append(allowed.cpu_s)
            answer = script.cells.get(source, FINE)
            if isinstance(answer, Exception):
                raise answer
            return answer if script.take(source, allowed) else STOPPED

        def snapshot(self, test: str, allowed: Time) -> bool:
            return test not in script.crowded

        def answers(self, test: str) -> Any:
            return SimpleNamespace(answered=0, failure=None)

        def reason(self, error: Exception | None) -> str:
            return "time" if isinstance(error, Late) else "died"

    class ScriptedExaminer(Scripted):
        def wait_until_ready(self) -> None: ...

        def examine(self, grade_id: str, _: Any, allowed: Time) -> Any:
            script.examined.append((grade_id, allowed))
            left = script.verdicts.get(grade_id)
            if not script.take(grade_id, allowed):
                return {"kind": "raised", "error": {"kind": "Stopped"}}
            return left.pop(0) if left else {"kind": "passed"}

    monkeypatch.setattr(session, "LearnerProcess", ScriptedLearner)
    monkeypatch.setattr(session, "ExaminerProcess", ScriptedExaminer)
    return script


Run = Callable[[Mapping[str, list[str]]], session.Observed]


@pytest.fixture
def run(script: Script) -> Run:
    """Runs exercises, each with the sources of its answer cells."""

    def run_them(exercises: Mapping[str, list[str]]) -> session.Observed:
        cells: list[Cell] = []
        for name, sources in exercises.items():
            cells += [answer(source, name) for source in sources]
            cells.append(
                Cell(name, Role.TEST, "code", "assert", name, name, False, True)
            )
        sources_of_tests = dict.fromkeys(exercises, "assert")
        tests = assignment.Tests(
            Path(), sources_of_tests, dict.fromkeys(exercises, 1.0), ()
        )
        return session.run_and_examine(
            Reassembled(tuple(cells), {}, False),
            tests,
            {},
            digest="00",
            lang="fr",
            limits=LIMITS,
        )

    return run_them


def answer(source: str, exercise: str) -> Cell:
    return Cell(source, Role.ANSWER, "code", source, None, exercise, True, True)


def test_a_plain_submission_takes_one_sandbox(script: Script, run: Run) -> None:
    observed = run({"a": ["x"], "b": ["y", "  "]})

    assert script.ran == [["x", "y"]]  # what is empty is not run
    assert observed.verdicts == {"a": {"kind": "passed"}, "b": {"kind": "passed"}}
    assert observed.ended == {}


LOOP = 10**6


def test_an_exercise_that_loops_leaves_the_others_their_time(
    script: Script, run: Run
) -> None:
    script.takes_cpu_s = {"loop": LOOP, **dict.fromkeys("bcdef", 4.0)}

    observed = run({"a": ["loop"], **{name: [f"x{name}"] for name in "bcdef"}})

    passed = {e for e, each in observed.verdicts.items() if each["kind"] == "passed"}
    assert passed >= {*"bcdef"}
    assert script.used_s <= LIMITS.cpu_s


def test_two_that_loop_in_their_cells_and_when_asked_leave_the_others_theirs(
    script: Script, run: Run
) -> None:
    loops = dict.fromkeys(("loop a", "loop b", "a", "b"), LOOP)
    script.takes_cpu_s = loops | dict.fromkeys("cdef", 4.0)

    observed = run(
        {
            "a": ["loop a"],
            "b": ["loop b"],
            **{name: [f"x{name}"] for name in "cdef"},
        }
    )

    passed = {e for e, each in observed.verdicts.items() if each["kind"] == "passed"}
    assert passed == {*"cdef"}
    assert script.used_s <= LIMITS.cpu_s


def test_many_cells_just_below_any_limit_are_one_exercise_too_long(
    script: Script, run: Run
) -> None:
    cells = [f"x{number}" for number in range(700)]
    script.takes_cpu_s = dict.fromkeys(cells, 0.95) | {"b": 4.0}

    observed = run({"a": cells, "b": ["y"]})

    assert observed.ended == {"a": "time"}
    assert observed.verdicts == {"b": {"kind": "passed"}}
    assert script.used_s <= LIMITS.cpu_s


def test_when_all_time_is_over_what_has_no_verdict_is_over_too(
    script: Script, run: Run
) -> None:
    script.takes_cpu_s = {"a": 2.0, "b": LOOP, "c": LOOP}

    observed = run({name: [f"x{name}"] for name in "abc"})

    assert observed.verdicts["a"] == {"kind": "passed"}
    assert {**observed.ended, **observed.verdicts}.keys() == {*"abc"}
    assert script.used_s <= LIMITS.cpu_s


def test_an_exercise_stopped_three_times_is_over_and_the_next_is_marked(
    script: Script, run: Run
) -> None:
    cells = [f"slow {n}" for n in range(5)]
    script.takes_cpu_s = {"slow 0": LOOP, "slow 1": LOOP, "slow 2": LOOP}

    observed = run({"a": cells, "b": ["y"]})

    assert script.ran == [["slow 0", "slow 1", "slow 2", "y"]]
    assert observed.ended == {"a": "time"}
    assert observed.verdicts == {"b": {"kind": "passed"}}


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (Gone("ended"), "died"),
        (Late("hangs"), "time"),
        ({"outputs": [], "error": {"kind": "MemoryError"}}, "memory"),
        ({"outputs": [], "crowded": True}, "processes"),
    ],
    ids=["died", "time", "memory", "processes"],
)
def test_a_cell_that_ends_the_process_costs_its_own_exercise(
    script: Script, run: Run, answer: Any, reason: str
) -> None:
    script.cells = {"bad": answer}

    observed = run({"a": ["x"], "b": ["before", "bad", "after"], "c": ["z"]})

    assert script.ran == [["x", "before", "bad"], ["x", "z"]]
    assert observed.ended == {"b": reason}
    assert set(observed.verdicts) == {"a", "c"}


def test_where_no_snapshot_can_be_made_the_latest_cell_is_to_blame(
    script: Script, run: Run
) -> None:
    script.crowded = {"a"}

    observed = run({"a": ["starts many"], "b": ["y"]})

    assert script.ran == [["starts many"], ["y"]]
    assert observed.ended == {"a": "processes"}
    assert observed.verdicts == {"b": {"kind": "passed"}}


def test_gone_before_it_was_asked_is_tried_once_more_in_a_new_sandbox(
    script: Script, run: Run
) -> None:
    script.verdicts = {"b": [{"kind": "gone"}]}

    observed = run({"a": ["x"], "b": ["y"]})

    assert len(script.ran) == 2
    assert [name for name, _ in script.examined] == ["a", "b", "b"]
    assert observed.verdicts["b"] == {"kind": "passed"}


def test_gone_again_is_its_verdict_with_the_reason(script: Script, run: Run) -> None:
    script.verdicts = {"a": [{"kind": "gone"}, {"kind": "gone"}]}

    observed = run({"a": ["x"]})

    assert len(script.ran) == 2
    assert observed.verdicts == {"a": {"kind": "gone", "reason": "died"}}
