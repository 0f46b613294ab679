"""Runs a reassembled submission in the sandbox and has the examiner ask about it.

Two phases, so that no cell can print what a test sent. First all cells run, and
at each test the sandbox keeps a snapshot (a fork) of the learner's process. Then
the examiner runs each test against its snapshot; this process carries questions
and answers, and believes neither length nor number of them.

A cell that ends or hangs the process costs its own exercise: a fresh sandbox
runs the rest without that exercise's cells. All of it is taken from one budget of
time: when that is over, what has no verdict is over too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from autograder.assignment.tests import Tests
from autograder.grading.budget import Budget, Time
from autograder.grading.processes import ExaminerProcess, LearnerProcess, Verdict
from autograder.runtime.limits import Limits
from autograder.sandbox.cold import SandboxUnavailable
from autograder.sandbox.preload import learner_for
from autograder.submission.reassemble import RUNS, Cell, Reassembled, Role
from autograder.wire.channel import ChannelError

_STOPS = 3
_SNAPSHOT_S = 10.0


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
        self._stopped: Counter[str | None] = Counter()  # how often, by exercise
        self._budget = Budget(limits, len(tests.sources))
        self._turns: dict[str | None, Time] = {}  # what is left of each, in a sandbox
        self.observed = Observed()

    def run(self, examiner: ExaminerProcess) -> Observed:
        retried: set[str] = set()
        # Each round ends with one exercise more decided, so this many are enough.
        for _ in range(2 * len(self._tests.sources) + len(self._submission.cells) + 1):
            if self._is_done(examiner, retried) or self._budget.is_over:
                break
        for grade_id in self._waiting():
            self.observed.ended[grade_id] = "time"
        return self.observed

    def _is_done(self, examiner: ExaminerProcess, retried: set[str]) -> bool:
        """One sandbox: True when there is nothing left to ask."""
        self._turns.clear()
        try:
            learner = LearnerProcess(
                self._limits,
                self._lang,
                self._files,
                self._waiting(),
                self._allow_unsandboxed,
                learner_for(self._tests.imports),
                self._budget,
            )
        except SandboxUnavailable:
            if self._budget.is_over:  # the learner's time went by while it started
                return True
            raise
        with learner:
            examiner.wait_until_ready()
            self._budget.begin()
            return self._run_cells(learner) and self._ask(examiner, learner, retried)

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
        latest: Cell | None = None
        for cell in self._submission.cells:
            try:
                if cell.role is Role.TEST:
                    if cell.grade_id in waiting and not self._snapshot(learner, cell):
                        self._drop(latest or cell, "processes")
                        return False
                elif self._is_run(cell):
                    latest = cell
                    if reason := self._run(learner, cell):
                        # It is still there: start anew without it.
                        self._drop(cell, reason)
                        return False
            except ChannelError as error:
                self._drop(cell, learner.reason(error))
                return False
        return True

    def _snapshot(self, learner: LearnerProcess, cell: Cell) -> bool:
        assert cell.grade_id is not None  # noqa: S101  # it is waited for
        turn = self._turn(cell.exercise)
        few = Time(turn.cpu_s, min(turn.wall_s, _SNAPSHOT_S))
        return learner.snapshot(cell.grade_id, few)

    def _run(self, learner: LearnerProcess, cell: Cell) -> str | None:
        """What it has left behind so that no later cell could be marked fairly."""
        turn = self._turns.setdefault(cell.exercise, self._turn(cell.exercise))
        if turn.is_over:
            self._stop(cell)
            return None
        before = self._budget.used
        answer = learner.run(cell.source, turn)
        self._turns[cell.exercise] = turn - (self._budget.used - before)
        self._note(cell, answer)
        if leftover := _left_behind(answer):
            return leftover
        if _kind(answer) == "Stopped":
            self._stop(cell)
        return None

    def _turn(self, exercise: str | None) -> Time:
        others = [each for each in self._waiting() if each != exercise]
        return self._budget.turn(len(others), was_stopped=self._stopped[exercise] > 0)

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
        """A cell took too long; an exercise whose cells do so thrice is over, or one
        that has nothing left to run with."""
        self._stopped[cell.exercise] += 1
        turn = self._turns[cell.exercise] = self._turn(cell.exercise)
        if cell.exercise is None:
            return
        if self._stopped[cell.exercise] >= _STOPS or turn.is_over:
            self.observed.ended.setdefault(cell.exercise, "time")
            self._skip_exercise(cell.exercise)

    def _drop(self, culprit: Cell, reason: str) -> None:
        """Go on without this cell, and without what its exercise owns."""
        self._skipped.add(culprit.id)
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
            verdict = examiner.examine(grade_id, answers, self._turn(grade_id))
            never_answered = verdict["kind"] == "gone" and not answers.answered
            if never_answered and grade_id not in retried:
                # Ended before it was asked anything: perhaps by an earlier snapshot.
                retried.add(grade_id)
                return False
            if verdict["kind"] == "gone":
                verdict.setdefault("reason", learner.reason(answers.failure))
                self._skip_exercise(grade_id)
            self.observed.verdicts[grade_id] = verdict
            if learner.was_ended:
                return not self._waiting()
        return True

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
