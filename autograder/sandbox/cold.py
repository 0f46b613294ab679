"""Starts a program away from everything: no network, no files but those listed,
no other process, caps on all it may use.

Its one rule: without bubblewrap nothing runs (SandboxUnavailable), unless the
caller says `allow_unsandboxed`, which comes from the operator's settings only.
"""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import tempfile
from collections.abc import Iterable

from autograder.runner.paths import WORK
from autograder.sandbox.walls import (
    CHECKOUT,
    Walls,
    caps_of,
    command_of,
    environment_of,
)
from autograder.wire.channel import Channel
from isolation import bubblewrap, cgroups
from isolation.processor_time import ProcessorTime
from isolation.seccomp import filter_program


class SandboxUnavailable(RuntimeError):
    """No sandbox can be made here. The message is one sentence for the operator."""


class ColdSandbox:
    """A running program behind walls, and the channel to it. Close it at the end."""

    def __init__(
        self,
        process: subprocess.Popen[bytes],
        channel: Channel,
        group: cgroups.Group | None,
        folder: tempfile.TemporaryDirectory[str] | None,
    ) -> None:
        self._process, self.channel = process, channel
        self._group, self._folder = group, folder
        self._time = ProcessorTime(process.pid)

    @property
    def is_walled(self) -> bool:
        return self._folder is None

    def complaint(self) -> str:
        """What the program or bubblewrap said before our code took over its stderr."""
        self._process.kill()
        if self._process.stderr is None:
            return ""
        return self._process.stderr.read(4_000).decode("utf-8", "replace").strip()

    def ran_out_of_time(self) -> bool:
        """Did the kernel end the program for its computing time?"""
        try:
            return self._process.wait(timeout=0.5) == 128 + signal.SIGXCPU
        except subprocess.TimeoutExpired:
            return False

    def ran_out_of_memory(self) -> bool:
        return self._group is not None and self._group.ran_out_of_memory()

    def cpu_s(self) -> float:
        """Computing seconds of all processes behind the walls."""
        counted = self._group.cpu_s() if self._group is not None else None
        return self._time.seconds() if counted is None else counted

    def end(self) -> None:
        """End every process behind the walls. Nothing in there can prevent it."""
        if self._folder is not None:  # not sandboxed: the process group is all we have
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self._process.pid, 9)
        self._process.kill()

    def close(self) -> None:
        """End it, and leave nothing behind."""
        self.channel.close()
        self.end()
        self._process.wait()
        if self._process.stderr is not None:
            self._process.stderr.close()
        if self._group is not None:
            self._group.close()
        if self._folder is not None:
            self._folder.cleanup()


def start(
    module: str,
    walls: Walls,
    *,
    keep: Iterable[socket.socket] = (),
    allow_unsandboxed: bool = False,
) -> ColdSandbox:
    """Run `python -m module` behind walls. keep: sockets it inherits, same numbers.

    Raises SandboxUnavailable when bubblewrap is missing; when bubblewrap refuses,
    the first `receive` raises Gone and `complaint` says why.
    """
    bwrap = bubblewrap.find()
    if bwrap is None and not allow_unsandboxed:
        raise SandboxUnavailable(
            "bubblewrap (bwrap 0.8 or newer) was not found, and submissions are only "
            "marked inside it. Install the package bubblewrap, or run `make setup`. "
            "Nothing was marked."
        )
    ours, theirs = socket.socketpair()
    descriptors = [each.fileno() for each in keep]
    python = ["-P", "-s", "-m", module]
    folder = None
    with contextlib.ExitStack() as stack:
        stack.callback(theirs.close)
        if bwrap is None:
            folder = tempfile.TemporaryDirectory(prefix="caire-unsandboxed-")
            command = [sys.executable, *python]
            own = dict.fromkeys(("HOME", "IPYTHONDIR", "MPLCONFIGDIR"), folder.name)
            environment = environment_of(walls, [str(CHECKOUT)]) | own
            cwd = folder.name if walls.start_in == WORK else str(walls.mounts[-1][0])
        else:
            filter_fd = _memory_file(filter_program())
            stack.callback(os.close, filter_fd)
            descriptors.append(filter_fd)
            command = command_of(bwrap, walls, filter_fd, python)
            environment, cwd = {}, "/"
        group = cgroups.make_at_best(caps_of(walls.limits)) if bwrap else None
        process = subprocess.Popen(
            group.enter(command) if group else command,
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=environment,
            cwd=cwd,
            pass_fds=descriptors,
            start_new_session=True,
        )
    return ColdSandbox(process, Channel(ours), group, folder)


def _memory_file(content: bytes) -> int:
    fd = os.memfd_create("seccomp")
    os.write(fd, content)
    os.lseek(fd, 0, os.SEEK_SET)
    return fd
