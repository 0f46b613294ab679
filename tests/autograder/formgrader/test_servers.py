"""The cohorts' servers, without nbgrader: what they are given, and when they fail.

test_handlers.py starts and stops real ones.
"""

import socket
from pathlib import Path
from types import SimpleNamespace

import pytest

from autograder.formgrader import servers
from autograder.formgrader.servers import (
    SOCKET,
    NotStarted,
    ServerPool,
    _environment,
    _short_path,
)


@pytest.fixture
def courses(tmp_path: Path) -> Path:
    (tmp_path / "demo").mkdir()
    (tmp_path / "demo" / "gradebook.db").touch()
    return tmp_path


@pytest.fixture
def pool(courses: Path) -> ServerPool:
    return ServerPool(courses, "/services/formgrader/")


def run_instead(monkeypatch: pytest.MonkeyPatch, program: Path) -> None:
    monkeypatch.setattr(servers, "sys", SimpleNamespace(executable=str(program)))


async def test_a_cohort_without_a_gradebook_has_no_server(pool: ServerPool) -> None:
    assert await pool.server_of("nowhere") is None
    assert pool.running() == {}


async def test_a_server_that_ends_at_once_is_told_with_its_exit_code(
    pool: ServerPool, courses: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (courses / "demo" / SOCKET).touch()  # left by one that was killed
    run_instead(monkeypatch, Path("/bin/false"))

    with pytest.raises(NotStarted, match="demo: ended with 1"):
        await pool.server_of("demo")

    assert pool.running() == {}
    assert not (courses / "demo" / SOCKET).exists()


async def test_a_server_that_never_answers_is_stopped(
    pool: ServerPool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    silent = tmp_path / "silent"
    silent.write_text(f"#!/bin/sh\necho $$ > {tmp_path}/pid\nexec sleep 60\n")
    silent.chmod(0o755)
    run_instead(monkeypatch, silent)
    monkeypatch.setattr(servers, "STARTS_WITHIN_S", 0.5)

    with pytest.raises(NotStarted, match=r"no answer within 0\.5 s"):
        await pool.server_of("demo")

    pid = (tmp_path / "pid").read_text().strip()
    assert not Path(f"/proc/{pid}").exists()
    assert pool.running() == {}


def test_no_token_and_nobodys_settings_reach_a_course_server(
    courses: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("JUPYTERHUB_API_TOKEN", "CAIRE_STATE", "JUPYTER_PATH"):
        monkeypatch.setenv(name, "of the service")
    monkeypatch.setenv("JUPYTER_CONFIG_DIR", "/of/somebody")

    given = _environment(courses / "demo", "a key", "a placeholder")

    assert "of the service" not in given.values()
    assert given["JUPYTER_CONFIG_DIR"] == given["HOME"]
    assert given["HOME"] == str(courses / "demo" / ".jupyter")
    assert (given["CAIRE_PROXY_KEY"], given["CAIRE_NONCE"]) == (
        "a key",
        "a placeholder",
    )


def test_a_socket_is_reached_however_long_its_folder_is_called(tmp_path: Path) -> None:
    """The kernel takes 107 letters."""
    folder = tmp_path / ("a" * 60) / ("é" * 60)
    folder.mkdir(parents=True)

    path = _short_path(folder)

    with socket.socket(socket.AF_UNIX) as listening:
        listening.bind(path)
        assert (folder / SOCKET).is_socket()


def test_a_short_path_stays_as_it_is() -> None:
    assert _short_path(Path("/srv/demo")) == f"/srv/demo/{SOCKET}"
