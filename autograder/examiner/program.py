"""Runs test cells: the examiner, `python -m autograder.examiner.program`.

    start    the submission's files and seed, and which libraries tests may name
    test     one test cell: ends with a verdict; on the way, questions to the probe

It holds the tests and has no network, no database and no way to write a mark: a
verdict is all that leaves it.
"""

from __future__ import annotations

import ast
import contextlib
import hashlib
import hmac
import json
import numbers
import os
import socket
import sys
import traceback
from collections import UserDict
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

from autograder.examiner.namespace import Definitions, Imports, Names
from autograder.examiner.remote import (
    BrokenTest,
    MissingName,
    Probe,
    RemoteError,
    RemoteTooLarge,
    Vanished,
)
from autograder.examiner.stopwatch import Overrun, Stopwatch
from autograder.runner import startup
from autograder.runner.paths import TESTS
from autograder.wire.channel import Channel, ChannelError, Garbled
from labs.kit.checks import Incorrect, NotAttempted, use_files
from labs.kit.noise import told, use_draws

MAX_SENTENCE = 1_900
# What no value of a learner's can cause. Whatever else a test meets after it has asked
# for one is a surprise: the reference solution's values were none (`unproven`).
OURS = (BrokenTest, ImportError, NameError, SyntaxError)

Verdict = dict[str, Any]


def main() -> None:
    serve(startup.take_channel(0))


def serve_fork(channel: socket.socket, _descriptors: list[int]) -> None:
    """What a fork of the warm process becomes."""
    os.chdir(TESTS)
    serve(Channel(channel))


def serve(channel: Channel) -> None:
    """The current folder is the tests': mounted there, or sent and written now."""
    sys.stdout = sys.stderr = open(os.devnull, "w")  # noqa: SIM115, PTH123
    request = channel.receive()
    startup.limit(request["limits"])
    startup.receive_files(channel, request["tests"])
    sys.path.append(os.getcwd())  # noqa: PTH109
    startup.shut(request)
    files = {name: channel.receive_bytes() for name in request["files"]}
    imports = Imports(request["imports"])
    examiner = Examiner(channel, request["seed"], imports, files, _all_sources())
    channel.send({"n": request["n"]})
    with contextlib.suppress(ChannelError):
        while True:
            request = channel.receive()
            verdict = examiner.timed(
                request["id"], request["source"], request["points"]
            )
            channel.send({"n": request["n"], "verdict": verdict})


def _all_sources() -> dict[str, str]:
    """Of every test of this version, in the notebook's order."""
    try:
        sources = json.loads(Path("tests.json").read_text("utf-8"))["sources"]
    except (OSError, ValueError, KeyError):
        return {}
    return dict(sources)


class HandedIn(UserDict[str, bytes]):
    """The submission's files; one that did not come is asked of the learner's process.

    So work made by code alone counts: its cells wrote the file while they ran. What
    was handed in comes first, for running the cells again must not change it. A file
    is asked for once, so that all that a test reads in it is of the same file.
    """

    def __init__(self, files: Mapping[str, bytes], probe: Probe) -> None:
        super().__init__(files)
        self._probe = probe
        self._made: dict[str, bytes | None] = {}

    def get(self, name: str, default: Any = None) -> Any:
        if name in self:
            return self[name]
        if name not in self._made:
            self._made[name] = self._ask(name)
        made = self._made[name]
        return default if made is None else made

    def _ask(self, name: str) -> bytes | None:
        try:
            made = self._probe.value(do="file", name=name)
            return made.encode("latin-1") if isinstance(made, str) else None
        except (MissingName, RemoteError, UnicodeEncodeError):
            return None


class Examiner:
    def __init__(
        self,
        channel: Channel,
        seed: str,
        imports: Imports,
        files: Mapping[str, bytes],
        sources: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        self._channel, self._seed, self._imports = channel, seed, imports
        self._files, self._sources = files, sources
        self._carried: dict[str, Any] = {}
        self._stopwatch = Stopwatch()

    def timed(self, test_id: str, source: str, points: float) -> Verdict:
        """As `run`, for as long as a test may compute."""
        try:
            with self._stopwatch.running():
                return self.run(test_id, source, points)
        except Overrun:  # it rang when the verdict was being made
            return {"kind": "surprised", "why": "out of time"}

    def run(self, test_id: str, source: str, points: float) -> Verdict:
        """How the test ended, as plain data."""
        probe = Probe(self._ask)
        rng = self._rng(test_id)
        own = {**self._carried, "__name__": "__main__", "rng": rng}
        earlier = Definitions.before(test_id, self._sources)
        names = Names(own, self._imports, probe, earlier)
        use_files(HandedIn(self._files, probe))
        use_draws(rng)
        try:
            last = _execute(source, names)
            return {**told(), **_score(last, points)}
        except BaseException as error:
            return _verdict_of(error, probe)
        finally:
            use_files(None)
            self._carried.update(names.defined())

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        with self._stopwatch.held():
            self._channel.send({"ask": request})
            try:
                return self._channel.receive()["answer"]  # type: ignore[no-any-return]
            except Garbled:
                raise RemoteTooLarge from None

    def _rng(self, test_id: str) -> Any:
        """Of this test: what it draws tells nothing of another test's draws."""
        import numpy as np

        key = self._seed.encode()
        own = hmac.new(key, test_id.encode(), hashlib.sha256).digest()
        return np.random.default_rng(int.from_bytes(own[:16], "big"))


def _execute(source: str, names: Names) -> Any:
    """Run the cell; the value of its last line when that is an expression."""
    tree = ast.parse(source, "<test>")
    last = (
        tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    )
    exec(compile(tree, "<test>", "exec"), names)  # noqa: S102  # the version's own test
    if not isinstance(last, ast.Expr) or _is_remark(last.value):
        return None
    return eval(compile(ast.Expression(last.value), "<test>", "eval"), names)  # noqa: S307


def _is_remark(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and isinstance(value.value, str)


def _score(last: Any, points: float) -> Verdict:
    """A number at the end is partial credit; nothing, or a truth value, is a pass.

    Anything else was made of the learner's values (the sum of an array's rows is an
    array): it is no credit, and stock nbgrader's full marks for it are a hole.
    """
    if last is None or isinstance(last, bool) or _is_numpy_bool(last):
        return {"kind": "passed", "score": points}
    if not isinstance(last, numbers.Real):
        why = f"the cell ended with a {type(last).__name__} in place of points"
        return {"kind": "surprised", "why": why}
    score = float(last)
    score = min(score, points) if score > 0 else 0.0  # NaN is not above 0
    kind = "passed" if score == points else "partial" if score else "failed"
    return {"kind": kind, "score": score}


def _is_numpy_bool(value: Any) -> bool:
    return type(value).__module__ == "numpy" and type(value).__name__.startswith("bool")


def _verdict_of(error: BaseException, probe: Probe) -> Verdict:
    if isinstance(error, Vanished):
        return {"kind": "gone"}
    if isinstance(error, NotAttempted):
        return {"kind": "untouched", **_said(error)}
    if isinstance(error, Incorrect):
        return {"kind": "failed", **_said(error)}
    if isinstance(error, MissingName):
        return {"kind": "missing", "name": str(error.args[0])[:80]}
    if isinstance(error, RemoteError):
        return {"kind": "raised", "error": error.details}
    if isinstance(error, AssertionError):
        return {"kind": "failed"}
    is_surprise = isinstance(error, Exception | Overrun) and not isinstance(error, OURS)
    kind = "surprised" if is_surprise and probe.asked else "broken"
    return {"kind": kind, "why": _why(error)}


def _said(error: Incorrect | NotAttempted) -> Verdict:
    """The test's own sentences; a learner's value may be in them, so they are cut."""
    code = error.code if isinstance(error.code, str) else None
    fr, en = str(error.fr)[:MAX_SENTENCE], str(error.en)[:MAX_SENTENCE]
    return {"code": code, "fr": fr, "en": en}


def _why(error: BaseException) -> str:
    """For staff: what broke and where in the test cell."""
    try:
        said = f"{type(error).__name__}: {error}"[:300]
    except Exception:  # a number too long to be written, say
        said = type(error).__name__
    frames = [
        f for f in traceback.extract_tb(error.__traceback__) if f.filename == "<test>"
    ]
    where = f" at line {frames[-1].lineno} of the test" if frames else ""
    return said + where


if __name__ == "__main__":
    main()
