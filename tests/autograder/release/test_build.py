"""A version's folder: the same for the same text, whole, and never changed.

nbgrader's generation and the proof have stand-ins: what is read here is all ours.
"""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from autograder.assignment.version import AssignmentVersion
from autograder.gradebook import private_course
from autograder.release import build
from autograder.release.build import build_version
from autograder.sandbox.cold import SandboxUnavailable
from labs.catalogue import Lab, read_lab
from tests.autograder.conftest import SMALL_LAB


@pytest.fixture
def lab() -> Lab:
    return read_lab(SMALL_LAB)


@pytest.fixture(autouse=True)
def generated(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """Where a notebook was generated: twice for each version that is built."""
    places: list[Path] = []

    def generate(lab: str, source: bytes, data: Any, out: Path) -> tuple[bytes, Path]:
        places.append(out)
        out.mkdir(parents=True)
        (out / "gradebook.db").write_bytes(b"")
        return source, out / "gradebook.db"

    monkeypatch.setattr(private_course, "generate", generate)
    monkeypatch.setattr(build, "unproven_tests", lambda *_: {})
    return places


def contents(folder: Path) -> dict[str, bytes]:
    return {
        str(file.relative_to(folder)): file.read_bytes()
        for file in folder.rglob("*")
        if file.is_file()
    }


def test_the_same_text_gives_the_same_bytes_anywhere(lab: Lab, tmp_path: Path) -> None:
    first = build_version(lab, tmp_path / "one")
    second = build_version(lab, tmp_path / "two")

    assert first.version == second.version
    assert contents(first.folder) == contents(second.folder)
    assert {"version.json", "tests/tests.json", "fr/source.ipynb"} <= set(
        contents(first.folder)
    )


def test_a_version_that_is_there_is_not_built_again(
    lab: Lab, tmp_path: Path, generated: list[Path]
) -> None:
    first = build_version(lab, tmp_path)
    about = (first.folder / "version.json").stat()

    again = build_version(lab, tmp_path)

    assert again == first == AssignmentVersion.load(first.folder)
    assert (first.folder / "version.json").stat() == about
    assert len(generated) == 2


def test_another_text_is_another_version_beside_the_first(
    lab: Lab, tmp_path: Path
) -> None:
    shutil.copytree(SMALL_LAB, tmp_path / lab.id)
    check = tmp_path / lab.id / "exercises" / "answer" / "check.py"
    check.write_text(check.read_text() + "# corrected\n")

    first = build_version(lab, tmp_path / "out")
    second = build_version(read_lab(tmp_path / lab.id), tmp_path / "out")

    assert first.version != second.version
    assert {each.name for each in first.folder.parent.iterdir()} == {
        first.version,
        second.version,
    }


def test_a_changed_builder_builds_anew_under_the_same_version(
    lab: Lab, tmp_path: Path, generated: list[Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = build_version(lab, tmp_path)
    (first.folder / "of the old builder").touch()
    monkeypatch.setattr(build, "_fingerprint", lambda: "another builder")

    again = build_version(lab, tmp_path)

    assert again.folder == first.folder
    assert not (again.folder / "of the old builder").exists()
    about = json.loads((again.folder / "version.json").read_text())
    assert about["made_by"] == "another builder"
    assert len(generated) == 4


def test_a_folder_without_its_description_is_built_anew(
    lab: Lab, tmp_path: Path
) -> None:
    first = build_version(lab, tmp_path)
    (first.folder / "version.json").write_text("{ cut off")

    assert build_version(lab, tmp_path) == first


def test_another_process_that_was_quicker_wins(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready = build_version(lab, tmp_path / "theirs")
    write: Callable[..., None] = build._write

    def write_while_another_is_done(built: Any, folder: Path, made_by: str) -> None:
        write(built, folder, made_by)
        theirs = tmp_path / "ours" / lab.id / ready.version
        shutil.copytree(ready.folder, theirs)
        (theirs / "theirs").touch()

    monkeypatch.setattr(build, "_write", write_while_another_is_done)

    version = build_version(lab, tmp_path / "ours")

    assert (version.folder / "theirs").exists()
    assert [each.name for each in version.folder.parent.iterdir()] == [ready.version]


def test_a_build_that_fails_leaves_nothing(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full_disk(*_: Any) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(build, "_note_unproven", full_disk)

    with pytest.raises(OSError, match="no space"):
        build_version(lab, tmp_path)
    assert list((tmp_path / lab.id).iterdir()) == []


def test_a_test_that_the_solution_does_not_pass_is_noted(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(build, "unproven_tests", lambda *_: {"mean": "time"})

    assert build_version(lab, tmp_path).read_tests()["unproven"] == ["mean"]


def test_building_needs_no_sandbox(
    lab: Lab, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def no_sandbox(*_: Any) -> None:
        raise SandboxUnavailable("no bubblewrap")

    monkeypatch.setattr(build, "unproven_tests", no_sandbox)

    assert build_version(lab, tmp_path).read_tests()["unproven"] == []


def test_the_examiner_who_is_nobodys_user_may_read_its_tests(
    lab: Lab, tmp_path: Path
) -> None:
    tests = build_version(lab, tmp_path).tests

    assert tests.stat().st_mode & 0o777 == 0o755
    assert {each.stat().st_mode & 0o777 for each in tests.iterdir()} == {0o644}
