"""What `python -m hub health` says of a site that is not, or half, up."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from hub import health
from hub import settings as site
from hub.configure.services import MARK
from tests.ports import free_ports

WALLS = "bubblewrap, seccomp; forks of a warm process"


@pytest.fixture
def settings(tmp_path: Path) -> site.Settings:
    port, hub_port, formgrader_port = free_ports(3)
    network = {"port": port, "hub_port": hub_port, "formgrader_port": formgrader_port}
    return site.settings_of(
        {"network": network, "paths": {"state": str(tmp_path)}},
        file=tmp_path / "site.toml",
        root=tmp_path,
        environ={},
    )


@pytest.fixture
def autograder(settings: site.Settings) -> Iterator[None]:
    """A process that looks like the autograder of this site, for as long as a test."""
    wait = "import sys; sys.stdin.read()"
    words = [sys.executable, "-c", wait, "autograder", "serve"]
    environ = {**os.environ, MARK: str(settings.state)}
    with subprocess.Popen(words, stdin=subprocess.PIPE, env=environ):
        yield


def said(settings: site.Settings, walls: str | None) -> health.ServiceHealth:
    if walls is not None:
        folder = settings.state / "autograder"
        folder.mkdir(exist_ok=True)
        (folder / "service.json").write_text(json.dumps({"walls": walls}))
    return next(part for part in health.look(settings) if part.service == "marking")


def test_a_house_that_is_not_up_fails_in_every_part_that_should_answer(
    settings: site.Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    code = health.main(settings, ["--json"])

    parts = {each["service"]: each for each in json.loads(capsys.readouterr().out)}
    down = {name for name, each in parts.items() if not each["ok"]}
    assert code == 1
    assert {"hub", "proxy", "record", "autograder", "formgrader", "marking"} <= down
    assert "make serve" in parts["hub"]["sentence"]


def test_the_walls_are_those_of_an_autograder_that_runs(
    settings: site.Settings, autograder: None
) -> None:
    assert said(settings, None).sentence.startswith("has not said yet")
    assert said(settings, WALLS) == health.ServiceHealth("marking", True, WALLS)
    assert not said(settings, "no bubblewrap: nothing is marked").ok


def test_the_walls_of_learners_servers_are_told_in_one_line(
    settings: site.Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def told() -> health.ServiceHealth:
        parts = health.look(settings)
        return next(part for part in parts if part.service == "sandbox")

    here = told()
    monkeypatch.setattr("platform.machine", lambda: "riscv64")

    assert here.ok
    assert re.match(r"bubblewrap \d+\.\d+\.\d+, seccomp, a user", here.sentence)
    assert here.sentence.endswith("for each learner, only the Hub is reachable")
    assert "NO filter of system calls" in told().sentence


def test_the_walls_of_one_that_has_ended_are_not_shown(settings: site.Settings) -> None:
    part = said(settings, WALLS)

    assert not part.ok
    assert WALLS not in part.sentence
