"""The sketchbook: every change is in the file, nothing of anybody's is lost."""

from pathlib import Path

import pytest

from labs.kit.drawings.file import BLANK, load_drawings, rows_of, save_drawings
from labs.kit.drawings.shapes import draw_shape
from labs.kit.drawings.sketchbook import Sketchbook
from labs.kit.notice import Refused

SUN, MOON, HOUSE = (rows_of(draw_shape(name)) for name in ("sun", "moon", "house"))


@pytest.fixture
def book(folder: Path) -> Sketchbook:
    return Sketchbook(folder / "mes-dessins.json", ["soleil", "lune"])


def test_each_drawing_is_in_the_file_at_once(book: Sketchbook) -> None:
    book.add("soleil", [SUN])

    assert load_drawings().counts == {"soleil": 1, "lune": 0}


def test_a_second_kernel_finds_the_work_again(book: Sketchbook, folder: Path) -> None:
    book.add("soleil", [SUN])

    again = Sketchbook(folder / "mes-dessins.json", ["other"])

    assert again.content == book.content
    assert "1" in again.opening.fr


def test_two_windows_keep_each_others_drawings(book: Sketchbook, folder: Path) -> None:
    book.add("soleil", [SUN])
    other = Sketchbook(folder / "mes-dessins.json", [])

    other.add("lune", [MOON])
    book.add("soleil", [HOUSE])

    assert {item.rows for item in load_drawings().items} == {SUN, MOON, HOUSE}


def test_what_another_window_deleted_stays_deleted(
    book: Sketchbook, folder: Path
) -> None:
    book.add("soleil", [SUN])
    other = Sketchbook(folder / "mes-dessins.json", [])

    other.remove(other.content.ids[0])
    book.add("lune", [MOON])

    assert [item.rows for item in load_drawings().items] == [MOON]


def test_an_empty_drawing_is_refused_and_a_copy_is_told(book: Sketchbook) -> None:
    with pytest.raises(Refused) as refused:
        book.add("soleil", [BLANK])
    assert "vide" in refused.value.notice.fr

    book.add("soleil", [SUN])
    notice = book.add("soleil", [SUN])
    assert notice.kind == "warn"
    assert len(load_drawings()) == 2


def test_every_change_can_be_undone(book: Sketchbook) -> None:
    book.add("soleil", [SUN])
    book.rename_class("soleil", "étoile")
    book.remove_class("étoile")

    for _ in range(2):
        book.undo()
    assert book.content.counts == {"soleil": 1, "lune": 0}

    book.undo()
    assert len(load_drawings()) == 0
    with pytest.raises(Refused):
        book.undo()


@pytest.mark.parametrize("name", ["", "   ", "x" * 31, "a\0b", "soleil"])
def test_a_class_needs_a_short_new_name(book: Sketchbook, name: str) -> None:
    with pytest.raises(Refused):
        book.add_class(name)


def test_a_broken_file_is_kept_beside_a_fresh_start(folder: Path) -> None:
    path = folder / "mes-dessins.json"
    path.write_bytes(b"{broken")

    book = Sketchbook(path, ["soleil"])
    book.add("soleil", [SUN])

    assert (folder / "mes-dessins.illisible-1.json").read_bytes() == b"{broken"
    assert "illisible-1" in book.opening.fr
    assert len(load_drawings()) == 1


def test_a_full_disk_is_said_and_changes_nothing(
    book: Sketchbook, monkeypatch: pytest.MonkeyPatch
) -> None:
    book.add("soleil", [SUN])

    def full_disk(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("labs.kit.files.os.fsync", full_disk)
    with pytest.raises(Refused) as refused:
        book.add("soleil", [MOON])

    assert "Exporter" in refused.value.notice.fr
    assert len(book.content) == len(load_drawings()) == 1


def test_an_exported_file_comes_back_without_doubles(
    book: Sketchbook, folder: Path
) -> None:
    book.add("soleil", [SUN])
    exported = book.content.to_bytes()
    book.remove(book.content.ids[0])
    book.add("lune", [MOON])

    book.take_in(exported)
    book.take_in(exported)

    assert {item.rows for item in book.content.items} == {SUN, MOON}
    with pytest.raises(Refused):
        book.take_in(b'{"version": 1}')


def test_a_file_made_by_code_opens_in_the_pad(folder: Path) -> None:
    save_drawings([draw_shape("sun"), draw_shape("moon")], ["0", "1"])

    assert Sketchbook(folder / "mes-dessins.json", []).content.classes == ["0", "1"]


def test_while_marking_the_file_stays_as_it_came(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = folder / "mes-dessins.json"
    path.write_bytes(b"{broken")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")

    Sketchbook(path, ["soleil"]).add("soleil", [SUN])

    assert path.read_bytes() == b"{broken"
    assert [one.name for one in folder.iterdir()] == ["mes-dessins.json"]
