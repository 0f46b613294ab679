"""Words of bubblewrap's command line: which program, what is bound, how wide."""

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from isolation import bubblewrap


@pytest.fixture
def program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A bwrap of another version than ours, named by the environment."""
    file = tmp_path / "bwrap"
    bubblewrap.find.cache_clear()
    monkeypatch.setenv("CAIRE_BWRAP", str(file))
    yield file
    bubblewrap.find.cache_clear()


@pytest.mark.parametrize(
    ("version", "is_taken"), [("0.7.0", False), ("0.8.0", True), ("1.2", True)]
)
def test_only_a_recent_program_is_taken(
    program: Path, version: str, is_taken: bool
) -> None:
    program.write_text(f"#!/bin/sh\necho bubblewrap {version}\n")
    program.chmod(0o755)

    assert (bubblewrap.find() == str(program)) is is_taken


def test_a_program_that_is_named_and_missing_is_not_replaced(program: Path) -> None:
    assert bubblewrap.find() is None


def test_the_distributions_program_goes_before_one_on_the_path(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The Hub is root, and a folder of the PATH may be anybody's."""
    mine = tmp_path / "bwrap"
    mine.write_text("#!/bin/sh\necho bubblewrap 9.9\n")
    mine.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:/usr/bin:/bin")
    monkeypatch.delenv("CAIRE_BWRAP", raising=False)
    bubblewrap.find.cache_clear()

    found = bubblewrap.find()

    bubblewrap.find.cache_clear()
    assert found == "/usr/bin/bwrap"


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
