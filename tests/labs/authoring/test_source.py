"""program.py and check.py, read one file at a time; test_build has each slip."""

from pathlib import Path

import pytest

from labs.authoring.source import (
    BadLab,
    Code,
    Place,
    Role,
    read_check,
    read_program,
    read_text,
    short_name,
)


def written(folder: Path, text: str, name: str = "program.py") -> Path:
    file = folder / "N1-99" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    return file


def test_a_program_is_its_cells_with_role_fold_and_place(tmp_path: Path) -> None:
    text = "\n# %% one\nx = 1\n\n\n# %% two answer folded\n\ny = 2\n# %% three check\n"

    cells = read_program(written(tmp_path, text))

    name = "N1-99/program.py"
    assert cells == [
        Code("one", Role.CODE, False, "x = 1", Place(name, 2)),
        Code("two", Role.ANSWER, True, "y = 2", Place(name, 6)),
        Code("three", Role.CHECK, False, "", Place(name, 9)),
    ]


def test_a_check_has_two_parts_and_knows_where_they_begin(tmp_path: Path) -> None:
    file = written(
        tmp_path, "visible = 1\n\n# %% hidden\nhidden = 2\n", "exercises/sum/check.py"
    )

    check = read_check(file)

    name = "N1-99/exercises/sum/check.py"
    assert (check.visible, check.hidden) == ("visible = 1\n", "hidden = 2")
    assert check.above == Place(name, 0)
    assert check.mark.below(1) == Place(name, 4)


def test_a_check_without_a_mark_hides_nothing(tmp_path: Path) -> None:
    assert read_check(written(tmp_path, "visible = 1\n", "check.py")).hidden == ""


@pytest.mark.parametrize("text", ["x = 1\ty", "x\0"])
def test_characters_that_nobody_sees_are_refused_with_their_line(
    tmp_path: Path, text: str
) -> None:
    file = tmp_path / "program.py"
    file.write_bytes(b"# first\n" + text.encode())

    with pytest.raises(BadLab, match=r"program\.py, line 2: write spaces"):
        read_text(file)


def test_a_sentence_never_names_a_line_above_the_first() -> None:
    assert str(Place("check.py", 0).bad("no")) == "check.py, line 1: no"


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("/a/N1-99/fr.md", "N1-99/fr.md"),
        ("/a/N1-99/exercises/sum/check.py", "N1-99/exercises/sum/check.py"),
    ],
)
def test_a_file_is_named_as_an_author_knows_it(file: str, name: str) -> None:
    assert short_name(Path(file)) == name
