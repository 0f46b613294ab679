"""A file that does not fit: one sentence with its line, its key and how to write it."""

from pathlib import Path

import pytest
from pydantic import Field

from labs.strict_toml import BadToml, Strict, line_of, read_strictly


class Pen(Strict):
    width: int = Field(ge=1, description="width = 2, in cells")


class Paper(Strict):
    title: str = Field(description='title = "…"')
    pens: list[Pen] = Field(default_factory=list)
    names: dict[str, Pen] = Field(default_factory=dict)


GOOD = 'title = "A"\n\n[[pens]]\nwidth = 1\n\n[[pens]]\nwidth = 3\n'


def read(folder: Path, text: str | bytes) -> Paper:
    file = folder / "paper.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_strictly(file, Paper, "paper.toml")


def test_a_file_that_fits_is_read_and_can_no_longer_change(tmp_path: Path) -> None:
    paper = read(tmp_path, GOOD)

    assert (paper.title, [pen.width for pen in paper.pens]) == ("A", [1, 3])
    with pytest.raises(ValueError, match="frozen"):
        paper.title = "B"


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "width = 3",
            "width = 0",
            "paper.toml, line 7: pens.1.width is 0; write width = 2, in cells",
        ),
        (
            "width = 3",
            'width = "3"',
            "paper.toml, line 7: pens.1.width is '3'; write width = 2, in cells",
        ),
        (
            'title = "A"\n',
            "",
            "paper.toml, line 1: 'title' is missing; write title = \"…\"",
        ),
        (
            "title",
            "tilte",
            "paper.toml, line 1: 'tilte' is not a key we know; remove it, or correct "
            "its spelling",
        ),
        (
            "width = 1",
            "width = 1\n[names.red]\nwidth = -1",
            "paper.toml, line 6: names.red.width is -1; write width = 2, in cells",
        ),
    ],
    ids=["too small", "a text for a number", "missing", "misspelled", "by name"],
)
def test_a_value_that_does_not_fit_is_named_with_its_line(
    tmp_path: Path, old: str, new: str, said: str
) -> None:
    with pytest.raises(BadToml) as caught:
        read(tmp_path, GOOD.replace(old, new, 1))

    assert str(caught.value) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("title = ", "paper.toml is not TOML: "),
        ('title = "é"'.encode("latin-1"), "paper.toml is not UTF-8; save it as UTF-8"),
    ],
    ids=["not TOML", "not UTF-8"],
)
def test_a_file_that_cannot_be_read_is_named(
    tmp_path: Path, text: str | bytes, said: str
) -> None:
    with pytest.raises(BadToml) as caught:
        read(tmp_path, text)

    assert str(caught.value).startswith(said)


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadToml, match=r"^paper\.toml is missing"):
        read_strictly(tmp_path / "nowhere.toml", Paper, "paper.toml")


@pytest.mark.parametrize(
    ("loc", "line"),
    [
        (("title",), 1),
        (("pens", 0, "width"), 4),
        (("pens", 1), 6),
        (("pens", 1, "width"), 7),
        (("pens", 1, "not-there"), 6),
        (("not-there",), 1),
    ],
)
def test_the_line_is_the_last_key_that_is_there(
    loc: tuple[int | str, ...], line: int
) -> None:
    assert line_of(GOOD, loc) == line
