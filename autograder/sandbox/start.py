"""Starts the process of a learner, or of an examiner: warm where one is ready, or cold.

Both are given their limits and files over the channel, before any line that is not
ours runs.
"""

from __future__ import annotations

import contextlib
import socket
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from autograder.runner.paths import SCRATCH
from autograder.runtime.limits import Limits
from autograder.sandbox import cold, warm
from autograder.sandbox.preload import Program
from autograder.sandbox.walls import examiner_walls, learner_walls, readable
from autograder.wire.channel import ChannelError, Gone

STARTING_S = 120.0
_OWN_S = 20  # what a cold one computes before the first cell, and some more
EXAMINER_LIMITS = Limits(memory_mb=2048, cpu_s=300, disk_mb=16)

Sandbox = cold.ColdSandbox | warm.WarmSandbox


def start_learner(
    limits: Limits,
    lang: str,
    files: Mapping[str, bytes],
    snapshots: Sequence[socket.socket],
    program: Program,
    allow_unsandboxed: bool,
    patience_s: float = STARTING_S,
) -> Sandbox:
    """Ready to run cells. snapshots: the far ends of the channels, one a test.

    Raises SandboxUnavailable: no learner's code ran in it.
    """
    message = _start_message(limits, files, lang, len(snapshots))
    message["fds"] = [each.fileno() for each in snapshots]
    sandbox = warm.fork(program, limits, keep=snapshots) or cold.start(
        "autograder.runner.cells",
        learner_walls(limits, lang),
        keep=snapshots,
        allow_unsandboxed=allow_unsandboxed,
    )
    _greet(sandbox, message | _places(sandbox), files, patience_s)
    return sandbox


def start_examiner(
    tests: Path,
    imports: Sequence[str],
    files: Mapping[str, bytes],
    seed: str,
    allow_unsandboxed: bool,
) -> Sandbox:
    """Starting: its first answer says that it is ready. tests: their folder. seed:
    of this submission's draws; the key it was made with is not sent anywhere."""
    limits = EXAMINER_LIMITS
    forked = warm.fork("examiner", limits, imports=imports)
    sandbox = forked or cold.start(
        "autograder.examiner.program",
        examiner_walls(limits, tests),
        allow_unsandboxed=allow_unsandboxed,
    )
    # A fork has an empty folder where a cold one has the tests mounted.
    sent = {file.name: file.read_bytes() for file in tests.iterdir()} if forked else {}
    message = _start_message(limits, files, "fr", 0) | _places(sandbox)
    message |= {"seed": seed, "imports": list(imports), "tests": list(sent)}
    with contextlib.suppress(ChannelError):  # whoever asks it next is told
        sandbox.channel.send(message, STARTING_S)
        for content in (*sent.values(), *files.values()):
            sandbox.channel.send_bytes(content, STARTING_S)
    return sandbox


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
            "cpu_s": limits.cpu_s + _OWN_S,
            "processes": limits.processes + tests + 8,
            "disk_bytes": limits.disk_mb * 1_000_000,
            "output_bytes": limits.output_mb * 1_000_000,
        },
    }


def _places(sandbox: Sandbox) -> dict[str, list[str]]:
    """What the second wall leaves open. Without the first there is no second."""
    if not sandbox.is_walled:
        return {"readable": [], "writable": []}
    return {"readable": readable(), "writable": list(SCRATCH)}


def _greet(
    sandbox: Sandbox,
    message: dict[str, Any],
    files: Mapping[str, bytes],
    patience_s: float,
) -> None:
    """Start the conversation. Raises SandboxUnavailable: no learner's code ran yet."""
    channel = sandbox.channel
    try:
        channel.send(message, patience_s)
        for content in files.values():
            channel.send_bytes(content, patience_s)
        channel.receive(patience_s)
    except ChannelError as error:
        said = sandbox.complaint() if isinstance(error, Gone) else str(error)
        sandbox.close()
        raise cold.SandboxUnavailable(
            f"The marking sandbox did not start: {said or error}. Check that "
            "bubblewrap works here (`bwrap --unshare-all --ro-bind / / true`). "
            "Nothing was marked."
        ) from None
