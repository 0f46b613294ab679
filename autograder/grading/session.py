"""Runs a reassembled submission in the sandbox and has the examiner ask about it.

Two phases, so that no cell can print what a test sent. First all cells run, and
at each test the sandbox keeps a snapshot (a fork) of the learner's process. Then
the examiner runs each test against its snapshot; this process carries questions
and answers, and believes neither length nor number of them.

A cell that ends or hangs the process costs its own exercise: a fresh sandbox
runs the rest without that exercise's cells.
"""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from autograder.assignment.tests import Tests
from autograder.grading.processes import ExaminerProcess, LearnerProcess, Verdict
from autograder.runtime.limits import Limits
from autograder.sandbox.preload import learner_for
from autograder.submission.reassemble import RUNS, Cell, Reassembled, Role
from autograder.wire.channel import ChannelError

_ENOUGH_S = 10
_STOPS = 3


@dataclass
class Observed:
    """What happened. outputs, errors: by cell id. verdicts: by exercise.

    ended: exercises whose cells ended their process: "time", "memory", "processes",
    "died".
    """

    outputs: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    errors: dict[str, dict[str, Any]] = field(default_factory=dict)
    verdicts: dict[str, Verdict] = field(default_factory=dict)
    ended: dict[str, str] = field(default_factory=dict)


def run_and_examine(
    submission: Reassembled,
    tests: Tests,
    files: Mapping[str, bytes],
    *,
    digest: str,
    lang: str,
    limits: Limits,
    allow_unsandboxed: bool = False,
) -> Observed:
    """Run all cells, ask all tests. Raises SandboxUnavailable; never for a learner's
    fault, which is in what it returns."""
    with ExaminerProcess(tests, files, digest, allow_unsandboxed) as examiner:
        session = _Session(submission, tests, files, lang, limits, allow_unsandboxed)
        return session.run(examiner)


class _Session:
    """One submission, over as many sandboxes as it takes."""

    def __init__(
        self,
        submission: Reassembled,
        tests: Tests,
        files: Mapping[str, bytes],
        lang: str,
        limits: Limits,
        allow_unsandboxed: bool,
    ) -> None:
        self._submission, self._tests, self._files = submission, tests, files
        self._lang, self._limits = lang, limits
        self._allow_unsandboxed = allow_unsandboxed
        self._skipped: set[str] = set()  # ids of cells that end the process
        self._timeouts = 0  # how often something had to be stopped for its time
        self._stopped: Counter[str | None] = Counter()  # the same, by exercise
        self.observed = Observed()

    def run(self, examiner: ExaminerProcess) -> Observed:
        retried: set[str] = set()
        # Each round ends with one exercise more decided, so this many are enough.
        for _ in range(2 * len(self._tests.sources) + len(self._submission.cells) + 1):
            with LearnerProcess(
                self._limits,
                self._lang,
                self._files,
                self._waiting(),
                self._allow_unsandboxed,
                learner_for(self._tests.imports),
            ) as learner:
                if self._run_cells(learner) and self._ask(examiner, learner, retried):
                    return self.observed
        return self.observed

    def _waiting(self) -> list[str]:
        """Tests without a verdict, in the notebook's order."""
        return [
            cell.grade_id
            for cell in self._submission.cells
            if cell.role is Role.TEST
            and cell.grade_id is not None
            and cell.grade_id in self._tests.sources
            and cell.grade_id not in self.observed.verdicts
            and cell.grade_id not in self.observed.ended
        ]

    def _run_cells(self, learner: LearnerProcess) -> bool:
        """True when the last cell has run; False when a cell ended the process."""
        waiting = self._waiting()
        left = float(self._patient_limits().wall_s)
        latest: Cell | None = None
        for cell in self._submission.cells:
            try:
                if cell.role is Role.TEST:
                    if cell.grade_id in waiting and not learner.snapshot(cell.grade_id):
                        self._drop(latest or cell, "processes")
                        return False
                elif self._is_run(cell):
                    latest = cell
                    began = time.monotonic()
                    cpu_s = self._patient_limits().cpu_s
                    answer = learner.run(cell.source, cpu_s, max(1.0, left))
                    self._note(cell, answer)
                    if leftover := _left_behind(answer):
                        # It is still there: start anew without it.
                        self._drop(cell, leftover)
                        return False
                    if _kind(answer) == "Stopped":
                        self._stop(cell)
                    else:
                        left -= time.monotonic() - began
            except ChannelError as error:
                self._drop(cell, learner.reason(error))
                return False
        return True

    def _is_run(self, cell: Cell) -> bool:
        return (
            cell.role in RUNS
            and cell.exercise is not None
            and cell.id not in self._skipped
            and bool(cell.source.strip())
        )

    def _note(self, cell: Cell, answer: dict[str, Any]) -> None:
        outputs, error = answer.get("outputs"), answer.get("error")
        self.observed.outputs[cell.id] = outputs if isinstance(outputs, list) else []
        if isinstance(error, dict):
            self.observed.errors[cell.id] = error
        else:
            self.observed.errors.pop(cell.id, None)

    def _stop(self, cell: Cell) -> None:
        """A cell took too long; an exercise whose cells do so thrice is over."""
        self._timeouts += 1
        self._stopped[cell.exercise] += 1
        if cell.exercise is not None and self._stopped[cell.exercise] >= _STOPS:
            self.observed.ended.setdefault(cell.exercise, "time")
            self._skip_exercise(cell.exercise)

    def _drop(self, culprit: Cell, reason: str) -> None:
        """Go on without this cell, and without what its exercise owns."""
        self._skipped.add(culprit.id)
        self._timeouts += reason == "time"
        exercise = culprit.exercise
        if exercise is None:
            return
        self.observed.ended.setdefault(exercise, reason)
        self._skip_exercise(exercise)

    def _ask(
        self, examiner: ExaminerProcess, learner: LearnerProcess, retried: set[str]
    ) -> bool:
        """True when every test has its verdict; False when a new sandbox is needed."""
        for grade_id in self._waiting():
            answers = learner.answers(grade_id)
            limits = self._patient_limits()
            verdict = examiner.examine(grade_id, answers, limits)
            never_answered = verdict["kind"] == "gone" and not answers.answered
            if never_answered and grade_id not in retried:
                # Ended before it was asked anything: perhaps by an earlier snapshot.
                retried.add(grade_id)
                return False
            if verdict["kind"] == "gone":
                verdict["reason"] = learner.reason(answers.failure)
                self._skip_exercise(grade_id)
            self._timeouts += _took_too_long(verdict)
            self.observed.verdicts[grade_id] = verdict
        return True

    def _patient_limits(self) -> Limits:
        """Half the time after each timeout, so that ten loops do not cost ten times
        the limit; never less than what an honest exercise of a lab needs."""
        cpu_s, wall_s = self._limits.cpu_s, self._limits.wall_s
        return replace(
            self._limits,
            cpu_s=max(cpu_s >> self._timeouts, min(cpu_s, _ENOUGH_S)),
            wall_s=max(wall_s >> self._timeouts, min(wall_s, 2 * _ENOUGH_S)),
        )

    def _skip_exercise(self, grade_id: str) -> None:
        """Its cells are not run from here on, in this sandbox or a new one."""
        for cell in self._submission.cells:
            if cell.exercise == grade_id and cell.role in (Role.ANSWER, Role.HELPER):
                self._skipped.add(cell.id)


def _left_behind(answer: dict[str, Any]) -> str | None:
    """What a cell has filled so that no later cell could be marked fairly."""
    if _kind(answer) == "MemoryError":
        return "memory"
    return "processes" if answer.get("crowded") is True else None


def _kind(answer: dict[str, Any]) -> Any:
    error = answer.get("error")
    return error.get("kind") if isinstance(error, dict) else None


def _took_too_long(verdict: Verdict) -> bool:
    error = verdict.get("error")
    was_stopped = isinstance(error, dict) and error.get("kind") == "Stopped"
    return was_stopped or verdict.get("reason") == "time"
