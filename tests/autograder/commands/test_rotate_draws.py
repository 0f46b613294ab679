"""`rotate-draws`: a new secret, the old ones kept, one sentence when it cannot."""

import json
from argparse import Namespace
from pathlib import Path

import pytest

from autograder.commands.rotate_draws import main
from autograder.runtime.draws import FILE, DrawKeys

CONNECTED = {"record_url": "http://127.0.0.1:1", "token": "t"}


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("CAIRE_STATE", str(tmp_path))
    monkeypatch.setenv("CAIRE_LANG", "en")
    home = tmp_path / "autograder"
    home.mkdir()
    (home / "connection.json").write_text(json.dumps(CONNECTED))
    return home


def test_a_new_key_is_made_and_named_never_shown(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first = DrawKeys(home).newest()

    assert main(Namespace(json=False)) == 0

    newest = DrawKeys(home).newest()
    said = capsys.readouterr().out
    assert newest != first
    assert DrawKeys(home).of(first.id) == first
    assert newest.id in said
    assert newest.secret.hex() not in said
    assert main(Namespace(json=True)) == 0
    answer = json.loads(capsys.readouterr().out)
    assert answer == {"ok": True, "key": DrawKeys(home).newest().id}


def test_a_damaged_file_changes_nothing(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / FILE).write_text("?")

    assert main(Namespace(json=False)) == 1

    assert "No key was changed." in capsys.readouterr().err
    assert (home / FILE).read_text() == "?"


def test_where_no_hub_ever_ran_there_is_nothing_to_rotate(
    home: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (home / "connection.json").unlink()

    assert main(Namespace(json=False)) == 1

    assert "make serve" in capsys.readouterr().err
    assert not (home / FILE).exists()
