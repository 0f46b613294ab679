"""What a learner may hand in, and the one sentence they get when they may not."""

import io
import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from labs.exchange import folder
from labs.exchange.folder import MAX_FILE_BYTES, MAX_FILES
from labs.exchange.problem import Problem
from tests.labs.exchange.fake_record import notebook, zipped

NOW = datetime(2026, 11, 21, 14, 32, 7, tzinfo=UTC)
LAB = "N1-01"


@pytest.fixture
def lab_folder(home: Path) -> Path:
    made = home / LAB
    made.mkdir()
    (made / f"{LAB}.ipynb").write_text(json.dumps(notebook()))
    (made / "mes-dessins.json").write_text("{}")
    return made


def a_pdf(here: Path) -> None:
    (here / f"{LAB}.ipynb").write_bytes(b"%PDF-1.7 not a notebook")


def a_picture(here: Path) -> None:
    (here / f"{LAB}.ipynb").write_bytes(b"\x89PNG\r\n\x1a\n")


def an_empty_file(here: Path) -> None:
    (here / f"{LAB}.ipynb").write_bytes(b"\n")


def a_list(here: Path) -> None:
    (here / f"{LAB}.ipynb").write_text("[1, 2]")


def a_deep_nest(here: Path) -> None:
    (here / f"{LAB}.ipynb").write_text("[" * 100_000)


def a_300_mb_notebook(here: Path) -> None:
    with (here / f"{LAB}.ipynb").open("wb") as file:
        file.truncate(300 * 1024 * 1024)  # sparse: it takes no room on the disk


def a_raw_null_byte(here: Path) -> None:
    (here / f"{LAB}.ipynb").write_bytes(json.dumps(notebook()).encode() + b"\0")


def a_null_in_a_cell(here: Path) -> None:
    found = notebook()
    found["cells"][3]["source"] = ["answer = '\0'"]
    (here / f"{LAB}.ipynb").write_text(json.dumps(found))


def a_link(here: Path) -> None:
    (here / "data.csv").symlink_to("/etc/passwd")


def a_notebook_that_is_a_link(here: Path) -> None:
    (here / f"{LAB}.ipynb").unlink()
    (here / f"{LAB}.ipynb").symlink_to("/etc/passwd")


def too_many_files(here: Path) -> None:
    for number in range(MAX_FILES + 1):
        (here / f"note-{number}.txt").write_text("x")


def a_big_picture(here: Path) -> None:
    with (here / "photo.png").open("wb") as file:
        file.truncate(MAX_FILE_BYTES + 1)


def five_big_files(here: Path) -> None:
    for number in range(6):
        with (here / f"data-{number}.bin").open("wb") as file:
            file.truncate(MAX_FILE_BYTES)


def no_notebook(here: Path) -> None:
    (here / f"{LAB}.ipynb").unlink()


@pytest.mark.parametrize(
    ("spoil", "fr", "en"),
    [
        (a_pdf, "c’est un PDF", "it is a PDF"),
        (a_picture, "c’est une image", "it is an image"),
        (an_empty_file, "fichier vide", "empty file"),
        (a_list, "d’une autre sorte", "another kind"),
        (a_deep_nest, "abîmé", "damaged"),
        (a_300_mb_notebook, "pèse 300\u00a0Mo", "is 300\u00a0MB"),
        (a_raw_null_byte, "caractère nul", "null character"),
        (a_null_in_a_cell, "caractère nul", "null character"),
        (a_link, "«\u00a0data.csv\u00a0» est un lien", "“data.csv” is a link"),
        (a_notebook_that_is_a_link, "est un lien", "is a link"),
        (too_many_files, "33 fichiers", "33 files"),
        (a_big_picture, "photo.png", "photo.png"),
        (five_big_files, "Le dossier du lab pèse 48", "folder is 48"),
        (no_notebook, "ne contient pas", "does not hold"),
    ],
)
def test_bad_work_gets_one_clear_sentence_in_each_language(
    spoil: Callable[[Path], None], fr: str, en: str, lab_folder: Path
) -> None:
    spoil(lab_folder)

    with pytest.raises(Problem) as refused:
        folder.files_of(lab_folder, LAB)

    assert fr in refused.value.fr
    assert en in refused.value.en
    assert "Rien n’a été rendu" in refused.value.fr
    assert "Nothing was submitted" in refused.value.en


def test_a_learner_may_write_about_null_characters(lab_folder: Path) -> None:
    """`"\\u0000"` typed in a cell is six harmless characters, not a null byte."""
    found = notebook()
    found["cells"][3]["source"] = ['answer = "\\u0000"']
    (lab_folder / f"{LAB}.ipynb").write_text(json.dumps(found))

    assert f"{LAB}.ipynb" in folder.files_of(lab_folder, LAB)


def test_hidden_files_and_sub_folders_stay_at_home(lab_folder: Path) -> None:
    (lab_folder / ".lab.json").write_text("{}")
    (lab_folder / ".ipynb_checkpoints").mkdir()
    (lab_folder / "feedback").mkdir()

    assert set(folder.files_of(lab_folder, LAB)) == {f"{LAB}.ipynb", "mes-dessins.json"}


def test_the_same_work_makes_the_same_zip(lab_folder: Path) -> None:
    files = folder.files_of(lab_folder, LAB)

    backwards = dict(reversed(files.items()))

    assert folder.zip_of(files) == folder.zip_of(backwards)
    assert folder.digest_of(files) == folder.digest_of(backwards)


@pytest.mark.parametrize(
    "name", ["../evil.py", "/etc/evil", "a/b/c.txt", "data\\..\\x", "a/.ssh"]
)
def test_a_release_cannot_write_elsewhere(name: str) -> None:
    packed = zipped({f"{LAB}.ipynb": b"{}", name: b"x"})

    if name.startswith("."):  # hidden names are left out
        assert set(folder.unpack(packed, LAB)) == {f"{LAB}.ipynb"}
    else:
        with pytest.raises(Problem):
            folder.unpack(packed, LAB)


def test_a_release_that_unpacks_without_end_is_refused() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(f"{LAB}.ipynb", b"{}")
        archive.writestr("zeros.bin", b"\0" * (41 * 1024 * 1024))

    with pytest.raises(Problem):
        folder.unpack(out.getvalue(), LAB)


def test_a_file_that_exists_is_never_overwritten(lab_folder: Path) -> None:
    written = folder.place({"mes-dessins.json": b"new", "new.txt": b"new"}, lab_folder)

    assert written == ["new.txt"]
    assert (lab_folder / "mes-dessins.json").read_text() == "{}"


def test_two_copies_in_one_second_are_two_folders(lab_folder: Path) -> None:
    first = folder.keep_a_copy(lab_folder, NOW)
    (lab_folder / "more.txt").write_text("more")
    second = folder.keep_a_copy(lab_folder, NOW)

    assert first.name == "N1-01 (copie 2026-11-21 14h32m07)"
    assert (first / "mes-dessins.json").exists()
    assert (second / "more.txt").read_text() == "more"
    assert list(lab_folder.iterdir()) == []


@pytest.mark.parametrize("text", ["", "[]", "{", '{"cohort": 3}', "[" * 50_000])
def test_a_spoilt_lab_file_says_nothing(text: str, lab_folder: Path) -> None:
    (lab_folder / ".lab.json").write_text(text)

    assert folder.about(lab_folder) == {}
