"""Control groups of both versions: caps are written, and nothing is left behind."""

import os
from pathlib import Path

import pytest

from isolation import cgroups
from isolation.cgroups import Caps

CAPS = Caps(memory_bytes=2 * 2**30, processes=256)


@pytest.fixture
def tree(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A stand-in for cgroup version 2: CI's machines have version 1."""
    monkeypatch.setattr(cgroups, "_own_path", lambda controller: "/")
    (tmp_path / "cgroup.controllers").touch()
    (tmp_path / "cgroup.subtree_control").write_text("cpu memory pids")
    return tmp_path


def test_a_group_of_version_2_gets_its_caps(tree: Path) -> None:
    caps = Caps(CAPS.memory_bytes, CAPS.processes, cores=0.5, swap=False)

    group = cgroups.make(caps, "x-ada", tree)

    folder = tree / "caire" / "x-ada"
    assert group is not None
    assert group.folders == (folder,)
    assert (folder / "memory.max").read_text() == str(2 * 2**30)
    assert (folder / "pids.max").read_text() == "256"
    assert (folder / "cpu.max").read_text() == "50000 100000"
    assert (folder / "cpu.weight").read_text() == "100"
    assert (folder / "memory.swap.max").read_text() == "0"
    assert (tree / "caire" / "cgroup.subtree_control").read_text().count("+") == 3


def test_a_group_of_version_2_is_below_the_root_when_ours_hands_nothing_on(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tree / "system.slice").mkdir()
    (tree / "system.slice" / "cgroup.subtree_control").write_text("pids")
    monkeypatch.setattr(cgroups, "_own_path", lambda controller: "/system.slice")

    group = cgroups.make(CAPS, "one", tree)

    assert group is not None
    assert group.folders == (tree / "caire" / "one",)


def test_a_group_of_version_1_is_one_for_each_controller(tmp_path: Path) -> None:
    caps = Caps(CAPS.memory_bytes, 99, cores=2)
    for controller in ("memory", "pids", "cpu"):
        (tmp_path / controller).mkdir()
        (tmp_path / controller / "cgroup.procs").touch()

    group = cgroups.make(caps, "x-ada", tmp_path)

    assert group is not None
    assert [folder.parts[-3] for folder in group.folders] == ["memory", "pids", "cpu"]
    assert (tmp_path / "pids" / "caire" / "x-ada" / "pids.max").read_text() == "99"


def test_where_cores_cannot_be_capped_the_rest_is(
    tree: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(file: Path, value: object) -> None:
        if file.name == "cpu.max":
            raise OSError("no such controller")

    monkeypatch.setattr(cgroups, "_write", refuse)
    caps = Caps(CAPS.memory_bytes, CAPS.processes, cores=1)

    assert cgroups.make(caps, root=tree) is None
    assert cgroups.make_at_best(caps, root=tree) is not None


def test_computing_time_is_read_in_both_versions(tree: Path) -> None:
    group = cgroups.make(CAPS, "one", tree)
    assert group is not None
    assert group.cpu_s() is None

    (group.folders[0] / "cpu.stat").write_text("usage_usec 2500000\nuser_usec 1\n")
    assert group.cpu_s() == 2.5
    (group.folders[0] / "cpuacct.usage").write_text("3500000000\n")
    assert group.cpu_s() == 3.5


def test_version_1_counts_computing_time_where_it_can(tmp_path: Path) -> None:
    for controller in ("memory", "pids", "cpu", "cpuacct"):
        (tmp_path / controller).mkdir()
        (tmp_path / controller / "cgroup.procs").touch()

    group = cgroups.make(Caps(1, 99, cores=1, weight=1000), "one", tmp_path)

    assert group is not None
    assert group.folders[-1] == tmp_path / "cpuacct" / "caire" / "one"
    shares = tmp_path / "cpu" / "caire" / "one" / "cpu.shares"
    assert shares.read_text() == "10240"


def test_the_command_enters_the_group_and_becomes_the_program(tree: Path) -> None:
    group = cgroups.make(CAPS, "one", tree)

    assert group is not None
    assert group.enter(["true"])[-1] == "true"
    assert str(group.folders[0] / "cgroup.procs") in group.enter(["true"])


def test_groups_of_killed_processes_are_swept_and_named_ones_kept(tree: Path) -> None:
    base = tree / "caire"
    dead = base / "of-999999999-0123abcd"
    alive = base / f"of-{os.getpid()}-0123abcd"
    named = base / "7777-deadbeef"
    for folder in (dead, alive, named):
        folder.mkdir(parents=True)

    cgroups.make(CAPS, None, tree)

    assert not dead.exists()
    assert alive.exists()
    assert named.exists()


def test_where_no_controller_is_mounted_nothing_is_made(tmp_path: Path) -> None:
    """Folders of an ordinary disk would cap nothing, and 0 read from one kills us."""
    assert cgroups.make(CAPS, None, tmp_path) is None
    assert list(tmp_path.iterdir()) == []


def test_closing_a_group_never_ends_the_one_who_closes_it(tree: Path) -> None:
    group = cgroups.make(CAPS, "one", tree)

    assert group is not None
    (group.folders[0] / "cgroup.procs").write_text("0\n")
    group.close()


def test_where_no_group_can_be_made_there_is_none() -> None:
    assert cgroups.make(CAPS, "x", Path("/proc/nowhere")) is None


def test_more_cores_than_there_are_means_all(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)

    assert Caps(1, 1, cores=64).quota_us == 200_000
    assert Caps(1, 1).quota_us == 200_000
