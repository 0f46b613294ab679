"""The two processes a marking talks to: the learner's, and the examiner's.

Each is behind walls and answers over one channel. Nothing they say is believed:
an answer out of turn, too late or too long ends the conversation.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Mapping
from typing import Any

from autograder.assignment.tests import Tests
from autograder.grading.budget import Budget, Time
from autograder.grading.watch import Watch
from autograder.runtime.limits import Limits
from autograder.sandbox.preload import Program
from autograder.sandbox.start import (
    STARTING_S,
    Sandbox,
    start_examiner,
    start_learner,
)
from autograder.wire.channel import Channel, ChannelError, Late, Nonsense

# The watch ends what is late; this is for what lives on without answering.
GRACE_S = 4.0
# How much of a turn is kept for what is stopped inside: to end by itself.
_TO_STOP = Time(2.0, 4.0)
_ANSWER_KEYS = ("value", "missing", "error", "too_large", "ended", "iterator")

Verdict = dict[str, Any]


class LearnerProcess:
    """One sandbox with the learner's process, and a channel for each snapshot.

    Whatever runs in it is taken from the budget; who asks it says how much of it one
    answer may take. It is ended when that is over.
    """

    def __init__(
        self,
        limits: Limits,
        lang: str,
        files: Mapping[str, bytes],
        tests: list[str],
        allow_unsandboxed: bool,
        program: Program = "learner",
        budget: Budget | None = None,
    ) -> None:
        self._budget = budget = budget or Budget(limits, len(tests))
        self._pairs = {each: socket.socketpair() for each in tests}
        self._order = {each: place for place, each in enumerate(tests)}
        self._number = 0
        with contextlib.ExitStack() as unless_started:
            for ours, _theirs in self._pairs.values():
                unless_started.callback(ours.close)
            with contextlib.ExitStack() as handed_over:
                theirs = [pair[1] for pair in self._pairs.values()]
                for each in theirs:
                    handed_over.callback(each.close)
                # A later sandbox starts in the learner's own time.
                patience_s = GRACE_S + budget.left.wall_s if budget.has_begun else None
                self._sandbox = start_learner(
                    limits,
                    lang,
                    files,
                    theirs,
                    program,
                    allow_unsandboxed,
                    patience_s=patience_s or STARTING_S,
                )
            unless_started.pop_all()
        began_s = self._sandbox.cpu_s()
        budget.measure(lambda: self._sandbox.cpu_s() - began_s)
        self._watch = Watch(self._sandbox, budget)

    def __enter__(self) -> LearnerProcess:
        return self

    def __exit__(self, *_: object) -> None:
        for ours, _theirs in self._pairs.values():
            ours.close()
        self._watch.close()
        self._sandbox.end()
        self._budget.measure(lambda: 0.0)
        self._sandbox.close()

    @property
    def was_ended(self) -> bool:
        """Did it go on beyond its time?"""
        return self._watch.has_ended_it

    def run(self, source: str, allowed: Time) -> dict[str, Any]:
        return self._request({"do": "run", "source": source}, allowed)

    def snapshot(self, test: str, allowed: Time) -> bool:
        """False when the cells have left so many processes that it cannot fork."""
        request = {"do": "snapshot", "test": self._order[test]}
        return self._request(request, allowed).get("crowded") is not True

    def answers(self, test: str) -> Answers:
        return Answers(Channel(self._pairs[test][0]), self._budget, self._watch)

    def reason(self, error: ChannelError | None) -> str:
        """Of an end that it was not asked for: "time", "memory" or "died"."""
        if isinstance(error, Late) or self.was_ended or self._sandbox.ran_out_of_time():
            return "time"
        return "memory" if self._sandbox.ran_out_of_memory() else "died"

    def _request(self, request: dict[str, Any], allowed: Time) -> dict[str, Any]:
        self._number += 1
        self._watch.allow(allowed)
        channel = self._sandbox.channel
        channel.send({"n": self._number, **request, **_inside(allowed)}, GRACE_S)
        answer = channel.receive(allowed.wall_s + GRACE_S)
        self._watch.allow(self._budget.left)
        if answer.get("n") != self._number:
            raise Nonsense("an answer to another question")
        return answer


class Answers:
    """The learner's side of the probe for one test: one snapshot, asked in turn."""

    def __init__(self, channel: Channel, budget: Budget, watch: Watch) -> None:
        self._channel, self._budget, self._watch = channel, budget, watch
        self._until = Time(0.0, 0.0)
        self.answered = 0
        self.failure: ChannelError | None = None

    def begin(self, allowed: Time) -> None:
        """What all questions together may take, from now on, with what the test itself
        does between them."""
        used = self._budget.used
        self._until = Time(used.cpu_s + allowed.cpu_s, used.wall_s + allowed.wall_s)
        self._watch.allow(allowed)

    def end(self) -> None:
        """This test is done: what runs on is bound by the budget alone."""
        self._watch.allow(self._budget.left)

    @property
    def left(self) -> Time:
        return self._until - self._budget.used

    def ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """The answer, of which only known keys are kept; {"gone": True} for none."""
        left = self.left
        if left.is_over and self.failure is None:
            self.failure = Late("the time of this test is over")
        if self.failure is not None:
            return {"gone": True}
        number = self.answered + 1
        try:
            self._channel.send({**request, "n": number, **_inside(left)}, GRACE_S)
            answer = self._channel.receive(left.wall_s + GRACE_S)
            if answer.get("n") != number:
                raise Nonsense("an answer to another question")
        except ChannelError as error:
            self.failure = error
            return {"gone": True}
        self.answered = number
        return {key: answer[key] for key in _ANSWER_KEYS if key in answer}


class ExaminerProcess:
    """The examiner's process; started anew when a test broke it."""

    def __init__(
        self, tests: Tests, files: Mapping[str, bytes], digest: str, unsandboxed: bool
    ) -> None:
        self._tests, self._files, self._digest = tests, files, digest
        self._unsandboxed = unsandboxed
        self._number = 0
        self._sandbox: Sandbox | None = self._start()

    def __enter__(self) -> ExaminerProcess:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def wait_until_ready(self) -> None:
        """It has imported what the tests need: before the learner's time begins."""
        if self._sandbox is None:
            self._sandbox = self._start()
        if self._number == 0:
            self._number = 1
            with contextlib.suppress(ChannelError):  # who asks it next is told
                self._sandbox.channel.receive(STARTING_S)

    def examine(self, grade_id: str, answers: Answers, allowed: Time) -> Verdict:
        """Run one test. allowed: what it may take, with all its questions.

        An examiner that is late, or dies, after the learner's values reached it, was
        brought to it by them; before, the test is broken.
        """
        self.wait_until_ready()
        self._number += 1
        request = {
            "n": self._number,
            "do": "test",
            "id": grade_id,
            "source": self._tests.sources[grade_id],
            "points": self._tests.points[grade_id],
        }
        answers.begin(allowed)
        try:
            return self._converse(request, answers)
        except ChannelError as error:
            self._stop()
            if not answers.answered or isinstance(error, Nonsense):
                return {"kind": "broken", "why": f"the examiner ended: {error}"}
            if isinstance(error, Late):
                return {"kind": "gone", "reason": "time", "by": "examiner"}
            # What a test was given is the learner's choice: too much is their fault.
            return {"kind": "raised", "error": {"kind": "TooLarge"}, "by": "examiner"}
        finally:
            answers.end()

    def _converse(self, request: dict[str, Any], answers: Answers) -> Verdict:
        assert self._sandbox is not None  # noqa: S101  # see wait_until_ready
        channel = self._sandbox.channel
        channel.send(request, GRACE_S)
        while True:
            message = channel.receive(max(answers.left.wall_s, 0.0) + GRACE_S)
            if "ask" not in message:
                verdict: Verdict = message["verdict"]
                return verdict
            answer = answers.ask(message["ask"])
            try:
                channel.send({"answer": answer}, GRACE_S)
            except Nonsense:  # longer when written by us; no byte of it was sent
                channel.send({"answer": {"too_large": True}}, GRACE_S)

    def _start(self) -> Sandbox:
        self._number = 0
        tests = self._tests
        return start_examiner(
            tests.folder, tests.imports, self._files, self._digest, self._unsandboxed
        )

    def _stop(self) -> None:
        if self._sandbox is not None:
            self._sandbox.close()
            self._sandbox = None


def _inside(allowed: Time) -> dict[str, float]:
    """When the program stops what it runs: a little before all of it is ended."""
    return {
        "cpu_s": allowed.cpu_s - min(_TO_STOP.cpu_s, allowed.cpu_s / 4),
        "wall_s": allowed.wall_s - min(_TO_STOP.wall_s, allowed.wall_s / 4),
    }
