"""How a sandboxed program starts, before the first line that is not ours."""

import os
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.runner.startup import receive_files, shut, take_channel
from autograder.wire.channel import Channel

LIMITED = """
import resource
from autograder.runner.startup import limit
resource.setrlimit(resource.RLIMIT_NPROC, (5, 5))
limit({"memory_bytes": 100_000_000, "cpu_s": 3, "processes": 64,
       "disk_bytes": 1000})
for name in ("CPU", "NPROC", "FSIZE", "CORE"):
    print(*resource.getrlimit(getattr(resource, f"RLIMIT_{name}")))
try:
    bytearray(400_000_000)
except MemoryError:
    print("memory")
try:
    resource.setrlimit(resource.RLIMIT_CPU, (9, 9))
    print(resource.getrlimit(resource.RLIMIT_CPU))
except ValueError:
    print("for good")
"""


def test_limits_are_hard_and_never_above_those_it_had(root: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", LIMITED],
        cwd=root,
        capture_output=True,
        text=True,
        check=True,
    ).stdout.splitlines()

    assert told[:5] == ["3 3", "5 5", "1000 1000", "0 0", "memory"]
    if os.geteuid() != 0:  # root may raise them; behind the walls nobody is root
        assert told[5] == "for good"


def test_what_is_read_from_stdin_is_nothing_and_the_channel_is_elsewhere() -> None:
    ours, theirs = socket.socketpair()
    stdin = os.dup(theirs.fileno())
    theirs.close()

    channel = take_channel(stdin)

    Channel(ours).send({"hello": 1})
    assert os.read(stdin, 10) == b""
    assert channel.receive(5) == {"hello": 1}
    channel.close()
    ours.close()
    os.close(stdin)


def test_no_program_that_a_cell_starts_inherits_the_channel() -> None:
    ours, theirs = socket.socketpair()
    stdin = os.dup(theirs.fileno())
    theirs.close()

    channel = take_channel(stdin)

    assert not os.get_inheritable(channel._end.fileno())
    channel.close()
    ours.close()
    os.close(stdin)


@pytest.fixture
def ends() -> object:
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield Channel(ours), Channel(theirs)


def test_files_arrive_by_name_below_the_folder(
    ends: tuple[Channel, Channel], tmp_path: Path
) -> None:
    for content in (b"1,2", b"deep"):
        ends[0].send_bytes(content)

    receive_files(ends[1], ["data.csv", "a/b/c.txt"], str(tmp_path))

    assert (tmp_path / "data.csv").read_bytes() == b"1,2"
    assert (tmp_path / "a" / "b" / "c.txt").read_bytes() == b"deep"


def test_a_name_no_folder_can_hold_costs_only_its_own_file(
    ends: tuple[Channel, Channel], tmp_path: Path
) -> None:
    for content in (b"lost", b"lost", b"kept"):
        ends[0].send_bytes(content)

    receive_files(ends[1], ["n" * 300, "a\0b", "kept.txt"], str(tmp_path))

    assert [each.name for each in tmp_path.iterdir()] == ["kept.txt"]
    assert (tmp_path / "kept.txt").read_bytes() == b"kept"


def test_without_the_first_wall_nothing_is_shut(tmp_path: Path) -> None:
    before = privileges()

    shut({"readable": [], "writable": []})

    (tmp_path / "still.txt").write_text("written")
    assert privileges() == before


def privileges() -> list[str]:
    lines = Path("/proc/self/status").read_text().splitlines()
    return [line for line in lines if line.startswith(("NoNewPrivs", "Cap"))]
