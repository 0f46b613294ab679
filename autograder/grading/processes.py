"""The two processes a marking talks to: the learner's, and the examiner's.

Each is behind walls and answers over one channel. Nothing they say is believed:
an answer out of turn, too late or too long ends the conversation.
"""

from __future__ import annotations

import contextlib
import os
import socket
import time
from collections.abc import Mapping
from typing import Any

from autograder.assignment.tests import Tests
from autograder.runtime.limits import Limits
from autograder.sandbox.preload import Program
from autograder.sandbox.start import (
    STARTING_S,
    Sandbox,
    start_examiner,
    start_learner,
)
from autograder.wire.channel import Channel, ChannelError, Late, Nonsense

GRACE_S = 8.0  # how long a stopped cell may take to stop before its process is ended
EXAMINER_S = 180.0  # what a test may compute by itself between two questions
_ANSWER_KEYS = ("value", "missing", "error", "too_large", "ended", "iterator")

Verdict = dict[str, Any]


class LearnerProcess:
    """One sandbox with the learner's process, and a channel for each snapshot."""

    def __init__(
        self,
        limits: Limits,
        lang: str,
        files: Mapping[str, bytes],
        tests: list[str],
        allow_unsandboxed: bool,
        program: Program = "learner",
    ) -> None:
        self._limits = limits
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
                self._sandbox = start_learner(
                    limits, lang, files, theirs, program, allow_unsandboxed
                )
            unless_started.pop_all()

    def __enter__(self) -> LearnerProcess:
        return self

    def __exit__(self, *_: object) -> None:
        for ours, _theirs in self._pairs.values():
            ours.close()
        self._sandbox.close()

    def run(self, source: str, cpu_s: float, wall_s: float) -> dict[str, Any]:
        request = {"cpu_s": cpu_s, "wall_s": wall_s}
        return self._request({"do": "run", "source": source, **request}, wall_s)

    def snapshot(self, test: str) -> bool:
        """False when the cells have left so many processes that it cannot fork."""
        request = {"do": "snapshot", "test": self._order[test]}
        return self._request(request, 10.0).get("crowded") is not True

    def answers(self, test: str) -> Answers:
        return Answers(Channel(self._pairs[test][0]))

    def reason(self, error: ChannelError | None) -> str:
        if isinstance(error, Late) or self._sandbox.ran_out_of_time():
            return "time"
        return "memory" if self._sandbox.ran_out_of_memory() else "died"

    def _request(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        self._number += 1
        channel = self._sandbox.channel
        channel.send({"n": self._number, **request}, GRACE_S)
        answer = channel.receive(_patience(seconds))
        if answer.get("n") != self._number:
            raise Nonsense("an answer to another question")
        return answer


class Answers:
    """The learner's side of the probe for one test: one snapshot, asked in turn."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.answered = 0
        self.failure: ChannelError | None = None

    def ask(
        self, request: dict[str, Any], cpu_s: float, wall_s: float
    ) -> dict[str, Any]:
        """The answer, of which only known keys are kept; {"gone": True} for none."""
        if self.failure is not None:
            return {"gone": True}
        number = self.answered + 1
        try:
            limits = {"cpu_s": cpu_s, "wall_s": wall_s}
            self._channel.send({**request, "n": number, **limits}, GRACE_S)
            answer = self._channel.receive(_patience(wall_s))
            if answer.get("n") != number:
                raise Nonsense("an answer to another question")
        except ChannelError as error:
            self.failure = error
            return {"gone": True}
        self.answered = number
        return {key: answer[key] for key in _ANSWER_KEYS if key in answer}

    def too_late(self) -> dict[str, Any]:
        """No more questions: this test has taken all its time."""
        self.failure = Late("the time of this test is over")
        return {"gone": True}


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

    def examine(self, grade_id: str, answers: Answers, limits: Limits) -> Verdict:
        """Run one test. limits: what all its questions to the learner may take."""
        if self._sandbox is None:
            self._sandbox = self._start()
        channel = self._sandbox.channel
        self._number += 1
        request = {
            "n": self._number,
            "do": "test",
            "id": grade_id,
            "source": self._tests.sources[grade_id],
            "points": self._tests.points[grade_id],
        }
        try:
            if self._number == 1:
                channel.receive(STARTING_S)
            channel.send(request, EXAMINER_S)
            return self._converse(channel, answers, limits)
        except ChannelError as error:
            self._stop()
            # What a test was given is the learner's choice: too much is their fault.
            kind = "surprised" if answers.answered else "broken"
            return {"kind": kind, "why": f"the examiner ended: {error}"}

    def _converse(self, channel: Channel, answers: Answers, limits: Limits) -> Verdict:
        left = float(limits.wall_s)
        while True:
            message = channel.receive(EXAMINER_S)
            if "ask" not in message:
                verdict: Verdict = message["verdict"]
                return verdict
            began = time.monotonic()
            if left > 0:
                answer = answers.ask(message["ask"], limits.cpu_s, max(1.0, left))
            else:
                answer = answers.too_late()
            left -= time.monotonic() - began
            try:
                channel.send({"answer": answer}, EXAMINER_S)
            except Nonsense:  # longer when written by us; no byte of it was sent
                channel.send({"answer": {"too_large": True}}, EXAMINER_S)

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


def _patience(seconds: float) -> float:
    """How long to wait for what should take `seconds`: longer on a busy machine.

    The process inside stops itself in time; this is for one that refuses to.
    """
    queue = os.getloadavg()[0] / (os.cpu_count() or 1)
    return seconds * min(max(queue, 1.0), 6.0) + GRACE_S
