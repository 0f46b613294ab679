"""A home is a person's alone: its folder's name, its owner, who may look into it."""

import os
import stat
from pathlib import Path

import pytest

from hub.spawners import homes
from hub.spawners.walls import is_root


@pytest.mark.parametrize(
    ("name", "folder"),
    [("ada", "ada"), ("prof-b", "prof-b"), ("a" * 32, "a" * 32)],
)
def test_a_plain_name_is_its_own_folder(name: str, folder: str) -> None:
    assert homes.folder_of(name) == folder


@pytest.mark.parametrize(
    "name", ["..", "Ada", "élodie@cnam", "a/b", "_x", "a" * 33, "9lives", "a\nb"]
)
def test_any_other_name_gets_a_folder_that_no_plain_name_can_have(name: str) -> None:
    folder = homes.folder_of(name)

    assert folder.startswith("_")
    assert folder != homes.folder_of(name + "x")
    assert set(folder) <= set("_abcdefghijklmnopqrstuvwxyz0123456789-")


def test_a_home_is_private_and_stays_the_same_persons(tmp_path: Path) -> None:
    first, again = (homes.person_of("ada", tmp_path / "homes") for _ in range(2))
    other = homes.person_of("basile", tmp_path / "homes")

    assert first == again
    assert stat.S_IMODE(first.home.stat().st_mode) == 0o700
    assert (other.uid != first.uid) is (os.geteuid() == 0)


@pytest.mark.skipif(not is_root(), reason="only root gives each home a user")
def test_a_new_home_never_gets_a_user_that_a_folder_belongs_to(tmp_path: Path) -> None:
    first = homes.person_of("ada", tmp_path)
    os.chown(first.home, 300_000, 300_000)

    assert homes.person_of("ada", tmp_path).uid == 300_000
    assert homes.person_of("basile", tmp_path).uid == 300_001


def test_the_folder_of_all_homes_is_closed_to_other_accounts(tmp_path: Path) -> None:
    homes.person_of("ada", tmp_path / "homes")

    assert stat.S_IMODE((tmp_path / "homes").stat().st_mode) == 0o700
