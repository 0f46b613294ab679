"""No account of the machine but the site's own can open a file of the site."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from hub import prechecks, private_files
from hub.settings import Settings

WIDE = (
    *("record/record.sqlite", "record/record.sqlite-wal", "record/record.sqlite-shm"),
    *("autograder/courses/demo/gradebook.db", "autograder/outbox.sqlite"),
    *("logs/hub.log", "logs/servers/ada.log", "secrets/feed-token"),
    *("hub/jupyterhub.sqlite", "hub/demo-seed.json"),
)


@pytest.fixture
def state(settings: Settings) -> Path:
    """A state folder as an older version left it: everybody can read everything."""
    for name in (*WIDE, "homes/ada/secret.txt", "autograder/versions/N1-00/tests.py"):
        file = settings.state / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("private")
    for path in (settings.state, *settings.state.rglob("*")):
        path.chmod(0o777 if path.is_dir() else 0o666)
    return settings.state


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_what_an_older_version_left_open_is_closed_at_the_start(
    settings: Settings, state: Path
) -> None:
    assert prechecks.private_problem(settings) is None

    assert {mode(state / name) for name in WIDE} == {0o600}
    folders = {state, *((state / name).parent for name in WIDE)}
    assert {mode(folder) for folder in folders} == {0o700}
    assert mode(state / "homes") == mode(state / "homes" / "ada") == 0o700
    assert list(private_files.wide(state)) == []


def test_what_a_learner_made_and_what_the_examiner_reads_stay_as_they_are(
    settings: Settings, state: Path
) -> None:
    prechecks.private_problem(settings)

    assert mode(state / "homes" / "ada" / "secret.txt") == 0o666
    assert mode(state / "autograder" / "versions" / "N1-00" / "tests.py") == 0o666


def test_no_link_is_followed_and_no_folder_of_somebody_else_is_closed(
    settings: Settings, state: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.write_text("not of the site")
    elsewhere.chmod(0o644)
    (state / "logs" / "link").symlink_to(elsewhere)
    (state / "letters").mkdir()
    (state / "letters").chmod(0o755)

    prechecks.private_problem(settings)

    assert mode(elsewhere) == 0o644
    assert mode(state / "letters") == 0o755
    assert mode(state) == 0o777


def test_a_file_that_cannot_be_closed_stops_the_start(
    settings: Settings, state: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, _mode: int) -> None:
        raise PermissionError(1, "Operation not permitted", str(path))

    monkeypatch.setattr(Path, "chmod", refuse)

    said = prechecks.private_problem(settings)

    assert said is not None
    assert f"{str(state)!r} can be opened by other accounts" in said
    assert said.endswith("The Hub was not started.")


@pytest.mark.parametrize(
    ("command", "made"),
    [
        (("hub", "demo", "reset", "ada"), "hub/demo-passwords.json"),
        (("hub.record", "upgrade"), "record/record.sqlite"),
    ],
)
def test_a_command_that_an_operator_types_writes_for_us_alone(
    tmp_path: Path, root: Path, command: tuple[str, ...], made: str
) -> None:
    """With an open umask, as most accounts have."""
    state = tmp_path / "state"

    subprocess.run(
        [sys.executable, "-m", *command],
        cwd=root,
        env=os.environ | {"CAIRE_STATE": str(state)},
        umask=0o022,
        check=True,
        capture_output=True,
    )

    assert (state / made).exists()
    assert [path for path in (state, *state.rglob("*")) if mode(path) & 0o077] == []
