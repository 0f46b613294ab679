"""Warm processes without bubblewrap's walls: the namespaces of a fork are all it has.

- `start`: starts one of a test's own; `shared` does for all tests of a file.
- `warm`: one of a file's that is ready; `fork`: a fork of it.
- `forked`: one more fork, for the test to close.
- `ask`: has a fork run a piece of Python, and gives what it tells.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from isolation import warm_process
from isolation.cgroups import Caps
from isolation.warm_process import Fork, WarmProcess, Warmth

ROOT = Path(__file__).parents[2]
MODULE = """
import json
times_warm = []

def warm_up():
    times_warm.append(1)

def serve_fork(channel, descriptors):
    def tell(what):
        channel.send(json.dumps(what).encode())

    names = {"tell": tell, "descriptors": descriptors, "times_warm": times_warm}
    while code := channel.recv(65536):
        exec(code.decode(), names)
"""


class Starter:
    """Starts warm processes whose modules and disks are in one folder."""

    def __init__(self, folder: Path) -> None:
        self.disk = folder / "disk"
        self._modules = folder / "modules"
        self._started: list[WarmProcess] = []
        for place in (self.disk / "covered", self.disk / "shown", self._modules):
            place.mkdir(parents=True)
        (self.disk / "shown" / "code.txt").write_text("shown")

    def __call__(
        self, module: str = MODULE, preload: tuple[str, ...] = ()
    ) -> WarmProcess:
        name = f"what_a_fork_runs_{len(self._started)}"
        (self._modules / f"{name}.py").write_text(module)
        path = f"PYTHONPATH={ROOT}{os.pathsep}{self._modules}"
        command = ["/usr/bin/env", path, "OPENBLAS_NUM_THREADS=1", sys.executable]
        warmth = Warmth(name, preload, (str(self.disk),), (str(self.disk / "shown"),))
        self._started.append(WarmProcess([*command, *warm_process.PYTHON], warmth))
        return self._started[-1]

    def close(self) -> None:
        for each in self._started:
            each.close()


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Starter]:
    starter = Starter(tmp_path)
    yield starter
    starter.close()


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Starter]:
    starter = Starter(tmp_path_factory.mktemp("warm"))
    yield starter
    starter.close()


@pytest.fixture(scope="module")
def warm(shared: Starter) -> WarmProcess:
    process = shared()
    assert process.is_ready(patience_s=30)
    return process


@pytest.fixture
def fork(warm: WarmProcess) -> Iterator[Fork]:
    made = forked(warm)
    yield made
    made.channel.close()
    made.close()


def forked(process: WarmProcess, **more: Any) -> Fork:
    caps = Caps(memory_bytes=2**30, processes=64)
    made = process.fork(scratch_bytes=1_000_000, caps=caps, **more)
    made.channel.settimeout(20)
    return made


def ask(fork: Fork, code: str) -> Any:
    fork.channel.send(code.encode())
    return json.loads(fork.channel.recv(65_536))
