"""What a program is told at its start, with a stand-in for its process."""

import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.runtime.limits import Limits
from autograder.sandbox import cold, warm
from autograder.sandbox.start import start_examiner, start_learner
from autograder.wire.channel import Channel

LIMITS = Limits(memory_mb=100, cpu_s=5, processes=7, output_mb=2, disk_mb=3)


class Standing:
    """Where a sandbox should be: `far` is what the program would read."""

    def __init__(self) -> None:
        ours, theirs = socket.socketpair()
        self.channel, self.far = Channel(ours), Channel(theirs)
        self.is_walled = True
        self.is_closed = False

    def complaint(self) -> str:
        return "no permission to make namespaces"

    def close(self) -> None:
        self.is_closed = True


@pytest.fixture
def sandbox(monkeypatch: pytest.MonkeyPatch) -> Iterator[Standing]:
    """A cold one; no warm process is ready."""
    sandbox = Standing()
    monkeypatch.setattr(warm, "fork", lambda *_, **__: None)
    monkeypatch.setattr(cold, "start", lambda *_, **__: sandbox)
    yield sandbox
    sandbox.channel.close()
    sandbox.far.close()


def greeted(sandbox: Standing, files: dict[str, bytes]) -> dict[str, Any]:
    sandbox.far.send({"n": 0})  # "ready"
    start_learner(LIMITS, "en", files, [], "learner", allow_unsandboxed=False)
    return sandbox.far.receive(5)


def test_limits_and_files_come_before_the_first_cell(sandbox: Standing) -> None:
    message = greeted(sandbox, {"b.csv": b"1,2", "a.txt": b""})

    assert (message["n"], message["do"], message["lang"]) == (0, "start", "en")
    assert message["files"] == ["b.csv", "a.txt"]
    assert [sandbox.far.receive_bytes(5) for _ in range(2)] == [b"1,2", b""]
    assert message["limits"] == {
        "memory_bytes": 100_000_000,
        "cpu_s": 25,
        "processes": 15,
        "disk_bytes": 3_000_000,
        "output_bytes": 2_000_000,
    }


def test_behind_the_first_wall_there_is_a_second(sandbox: Standing) -> None:
    message = greeted(sandbox, {})

    assert "/usr" in message["readable"]
    assert "/" not in message["readable"]
    assert "/tmp" in message["writable"]


def test_without_the_first_wall_there_is_no_second(sandbox: Standing) -> None:
    """It would shut the operator's own folders to a process that lives in them."""
    sandbox.is_walled = False

    message = greeted(sandbox, {})

    assert (message["readable"], message["writable"]) == ([], [])


def test_a_program_that_ends_before_it_is_ready_says_why_nothing_was_marked(
    sandbox: Standing,
) -> None:
    sandbox.far.close()

    with pytest.raises(cold.SandboxUnavailable, match="no permission") as no:
        start_learner(LIMITS, "fr", {}, [], "learner", allow_unsandboxed=False)

    assert "Nothing was marked." in str(no.value)
    assert sandbox.is_closed


def test_a_program_that_never_answers_is_closed(sandbox: Standing) -> None:
    with pytest.raises(cold.SandboxUnavailable, match="in time"):
        start_learner(LIMITS, "fr", {}, [], "learner", False, patience_s=0.1)

    assert sandbox.is_closed


@pytest.fixture
def tests(tmp_path: Path) -> Path:
    (tmp_path / "hidden.py").write_bytes(b"SECRET = 1")
    return tmp_path


def test_a_cold_examiner_has_its_tests_mounted_and_is_sent_none(
    sandbox: Standing, tests: Path
) -> None:
    start_examiner(tests, ["import numpy"], {"a.txt": b"a"}, "d1", False)

    message = sandbox.far.receive(5)
    assert (message["tests"], message["seed"]) == ([], "d1")
    assert message["imports"] == ["import numpy"]
    assert sandbox.far.receive_bytes(5) == b"a"


def test_a_forked_examiner_is_sent_its_tests_before_the_learners_files(
    sandbox: Standing, tests: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(warm, "fork", lambda *_, **__: sandbox)

    start_examiner(tests, [], {"a.txt": b"a"}, "d1", False)

    assert sandbox.far.receive(5)["tests"] == ["hidden.py"]
    assert [sandbox.far.receive_bytes(5) for _ in range(2)] == [b"SECRET = 1", b"a"]


def test_an_examiner_that_is_gone_is_told_by_who_asks_it_next(
    sandbox: Standing, tests: Path
) -> None:
    sandbox.far.close()

    assert start_examiner(tests, [], {}, "d1", False).channel is sandbox.channel
