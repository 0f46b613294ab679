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
from autograder.runner.paths import SCRATCH
from autograder.runtime.limits import Limits
from autograder.sandbox import cold
from autograder.sandbox import warm as nursery
from autograder.sandbox.preload import Program
from autograder.sandbox.walls import examiner_walls, learner_walls, readable
from autograder.wire.channel import Channel, ChannelError, Gone, Late, Nonsense

STARTING_S = 120.0
GRACE_S = 8.0  # how long a stopped cell may take to stop before its process is ended
EXAMINER_S = 180.0  # what a test may compute by itself between two questions
EXAMINER_LIMITS = Limits(memory_mb=2048, cpu_s=300, disk_mb=16)
_ANSWER_KEYS = ("value", "missing", "error", "too_large", "ended", "iterator")

Verdict = dict[str, Any]
Walled = cold.Enclosure | nursery.World


class Learner:
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
        walls = learner_walls(limits, lang)
        message = _start_message(limits, files, lang, len(tests))
        with contextlib.ExitStack() as unless_started:
            for ours, _theirs in self._pairs.values():
                unless_started.callback(ours.close)
            with contextlib.ExitStack() as handed_over:
                theirs = [pair[1] for pair in self._pairs.values()]
                for each in theirs:
                    handed_over.callback(each.close)
                message["fds"] = [each.fileno() for each in theirs]
                self._enclosure = nursery.open_world(
                    program, limits, keep=theirs
                ) or cold.start(
                    "autograder.runner.cells",
                    walls,
                    keep=theirs,
                    allow_unsandboxed=allow_unsandboxed,
                )
            message |= _places(self._enclosure)
            _greet(self._enclosure, message, files)
            unless_started.pop_all()

    def __enter__(self) -> Learner:
        return self

    def __exit__(self, *_: object) -> None:
        for ours, _theirs in self._pairs.values():
            ours.close()
        self._enclosure.close()

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
        if isinstance(error, Late) or self._enclosure.ran_out_of_time():
            return "time"
        return "memory" if self._enclosure.ran_out_of_memory() else "died"

    def _request(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        self._number += 1
        channel = self._enclosure.channel
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


class Examiner:
    """The examiner's process; started anew when a test broke it."""

    def __init__(
        self, tests: Tests, files: Mapping[str, bytes], digest: str, unsandboxed: bool
    ) -> None:
        self._tests, self._files, self._digest = tests, files, digest
        self._unsandboxed = unsandboxed
        self._number = 0
        self._enclosure: Walled | None = self._start()

    def __enter__(self) -> Examiner:
        return self

    def __exit__(self, *_: object) -> None:
        self._stop()

    def examine(self, grade_id: str, answers: Answers, limits: Limits) -> Verdict:
        """Run one test. limits: what all its questions to the learner may take."""
        if self._enclosure is None:
            self._enclosure = self._start()
        channel = self._enclosure.channel
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
            return {"kind": "broken", "why": f"the examiner ended: {error}"}

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
            channel.send({"answer": answer}, EXAMINER_S)

    def _start(self) -> Walled:
        imports, folder = self._tests.imports, self._tests.folder
        walls = examiner_walls(EXAMINER_LIMITS, folder)
        warm = nursery.open_world("examiner", EXAMINER_LIMITS, imports=imports)
        enclosure = warm or cold.start(
            "autograder.examiner.program", walls, allow_unsandboxed=self._unsandboxed
        )
        # A warm one has an empty folder where a cold one has the tests mounted.
        tests = (
            {each.name: each.read_bytes() for each in folder.iterdir()} if warm else {}
        )
        self._number = 0
        message = _start_message(EXAMINER_LIMITS, self._files, "fr", 0)
        message |= _places(enclosure)
        message |= {"digest": self._digest, "imports": list(imports)}
        message["tests"] = list(tests)
        with contextlib.suppress(ChannelError):
            enclosure.channel.send(message, STARTING_S)
            for content in (*tests.values(), *self._files.values()):
                enclosure.channel.send_bytes(content, STARTING_S)
        return enclosure

    def _stop(self) -> None:
        if self._enclosure is not None:
            self._enclosure.close()
            self._enclosure = None


def _patience(seconds: float) -> float:
    """How long to wait for what should take `seconds`: longer on a busy machine.

    The process inside stops itself in time; this is for one that refuses to.
    """
    queue = os.getloadavg()[0] / (os.cpu_count() or 1)
    return seconds * min(max(queue, 1.0), 6.0) + GRACE_S


def _start_message(
    limits: Limits, files: Mapping[str, bytes], lang: str, tests: int
) -> dict[str, Any]:
    return {
        "n": 0,
        "do": "start",
        "lang": lang,
        "files": list(files),
        "limits": {
            "memory_bytes": limits.memory_mb * 1_000_000,
            "cpu_s": 4 * limits.cpu_s,
            "processes": limits.processes + tests + 8,
            "disk_bytes": limits.disk_mb * 1_000_000,
            "output_bytes": limits.output_mb * 1_000_000,
        },
    }


def _places(enclosure: Walled) -> dict[str, list[str]]:
    """What the second wall leaves open. Without the first there is no second."""
    if not enclosure.is_walled:
        return {"readable": [], "writable": []}
    return {"readable": readable(), "writable": list(SCRATCH)}


def _greet(
    enclosure: Walled, message: dict[str, Any], files: Mapping[str, bytes]
) -> None:
    """Start the conversation. Raises SandboxUnavailable: no learner's code ran yet."""
    channel = enclosure.channel
    try:
        channel.send(message, STARTING_S)
        for content in files.values():
            channel.send_bytes(content, STARTING_S)
        channel.receive(STARTING_S)
    except ChannelError as error:
        said = enclosure.complaint() if isinstance(error, Gone) else str(error)
        enclosure.close()
        raise cold.SandboxUnavailable(
            f"The marking sandbox did not start: {said or error}. Check that "
            "bubblewrap works here (`bwrap --unshare-all --ro-bind / / true`). "
            "Nothing was marked."
        ) from None
