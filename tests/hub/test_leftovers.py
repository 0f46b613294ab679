"""What a killed Hub left is found by its mark and ended; nothing else is touched."""

import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psutil

from hub import leftovers
from hub.configure.services import MARK

SLEEPS = "import time; print(flush=True); time.sleep(600)"
# A parent that never collects its child, as the first process of many containers.
CARELESS = """
import os, subprocess, sys, time
code, name, value = sys.argv[1:]
child = subprocess.Popen(
    [sys.executable, "-c", code], env={name: value}, stdout=subprocess.PIPE
)
child.stdout.readline()  # only now has it its environment for sure
print(child.pid, flush=True)
time.sleep(600)
"""


@contextmanager
def running(*command: str, **environment: str) -> Iterator[tuple[int, str]]:
    """A Python process and the first line it printed; killed at the end."""
    with subprocess.Popen(
        [sys.executable, "-c", *command],
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdout
        try:
            yield process.pid, process.stdout.readline().strip()
        finally:
            process.kill()


def runs(pid: int) -> bool:
    return bool(psutil.Process(pid).status() != psutil.STATUS_ZOMBIE)


def test_only_processes_of_this_site_are_ended(tmp_path: Path) -> None:
    ours, theirs = tmp_path / "ours", tmp_path / "theirs"
    with (
        running(SLEEPS, **{MARK: str(ours)}) as (our_pid, _),
        running(SLEEPS, **{MARK: str(theirs)}) as (their_pid, _),
    ):
        assert leftovers.end_all(ours) == 1

        assert not runs(our_pid)
        assert runs(their_pid)


def test_one_that_nobody_collects_has_ended_all_the_same(tmp_path: Path) -> None:
    with running(CARELESS, SLEEPS, MARK, str(tmp_path)) as (_, said):
        began = time.monotonic()

        ended = leftovers.end_all(tmp_path, polite_s=300)

        assert ended == 1
        assert not runs(int(said))
        assert time.monotonic() - began < 300, "it waited for a zombie"
        assert leftovers.processes_of(tmp_path) == []


def test_the_hub_never_ends_a_number_that_another_has_now(tmp_path: Path) -> None:
    (tmp_path / "hub").mkdir()
    note = tmp_path / "hub" / "proxy.pid"
    note.write_text("1")

    leftovers.end_all(tmp_path)

    assert not note.exists()
