"""Draws follow from a secret of the site, which stays where it is."""

import json
import stat
import threading
from pathlib import Path

import pytest

from autograder.runtime.draws import DEVELOPMENT, FILE, BadDrawKeys, DrawKeys

DIGEST = "ab" * 32


@pytest.fixture
def keys(tmp_path: Path) -> DrawKeys:
    return DrawKeys(tmp_path / "autograder")


def test_the_same_submission_has_the_same_draws_here_and_others_elsewhere(
    keys: DrawKeys, tmp_path: Path
) -> None:
    here, again = keys.newest(), DrawKeys(tmp_path / "autograder").newest()
    elsewhere = DrawKeys(tmp_path / "another site").newest()

    assert here.seed(DIGEST) == again.seed(DIGEST)
    seeds = {key.seed(DIGEST) for key in (here, elsewhere, DEVELOPMENT)}
    assert len(seeds) == 3
    assert here.seed("cd" * 32) not in seeds


def test_a_new_key_draws_from_now_on_and_the_old_ones_stay(keys: DrawKeys) -> None:
    first = keys.newest()
    second = keys.add()

    assert keys.newest() == second != first
    assert keys.of(first.id) == first
    assert keys.of("lost") is None
    assert keys.of(None) is None


def test_the_file_is_for_this_user_alone(keys: DrawKeys, tmp_path: Path) -> None:
    keys.newest()
    keys.add()

    for file in (tmp_path / "autograder").iterdir():
        assert stat.S_IMODE(file.stat().st_mode) == 0o600, file.name


def test_neither_an_id_nor_what_is_logged_tells_the_secret(keys: DrawKeys) -> None:
    key = keys.newest()

    assert key.secret.hex() not in repr(key)
    assert key.id not in key.secret.hex()
    assert len(key.secret) == 32


def test_made_twice_at_once_it_is_one_key(keys: DrawKeys) -> None:
    made: list[str] = []
    threads = [
        threading.Thread(target=lambda: made.append(keys.newest().id)) for _ in range(8)
    ]
    for each in threads:
        each.start()
    for each in threads:
        each.join()

    assert len(made) == 8
    assert len(set(made)) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "{}",
        "[]",
        '{"keys": [{"id": "a"}]}',
        '{"keys": [{"id": "a", "secret": ""}]}',
    ],
)
def test_a_damaged_file_is_told_and_never_replaced(
    keys: DrawKeys, tmp_path: Path, text: str
) -> None:
    keys.newest()
    file = tmp_path / "autograder" / FILE
    file.write_text(text)

    for ask in (keys.newest, keys.add, keys.all):
        with pytest.raises(BadDrawKeys, match="backup") as told:
            ask()
        assert "sauvegarde" in told.value.fr
    assert file.read_text() == text


def test_killed_while_it_is_written_the_next_one_writes_it(
    keys: DrawKeys, tmp_path: Path
) -> None:
    first = keys.newest()
    (tmp_path / "autograder" / f".{FILE}.new").write_text("half")

    keys.add()

    ids = [each["id"] for each in json.loads(_text(tmp_path))["keys"]]
    assert ids[0] == first.id
    assert len(ids) == 2


def _text(folder: Path) -> str:
    return (folder / "autograder" / FILE).read_text()
