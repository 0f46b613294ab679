"""The markers of a story, and where two stories or a program part ways."""

from pathlib import Path

import pytest

from labs.authoring.source import BadLab, Code, Place, Role
from labs.authoring.story import (
    Part,
    read_story,
    refuse_another_order,
    refuse_different_stories,
    split,
)


def part(id: str, kind: str = "cell", line: int = 1, file: str = "fr.md") -> Part:
    return Part(kind, id, "", Place(file, line))


def code(id: str, line: int = 1) -> Code:
    return Code(id, Role.CODE, False, "x = 1", Place("program.py", line))


def test_a_story_is_its_parts_in_order(tmp_path: Path) -> None:
    file = tmp_path / "fr.md"
    file.write_text("<!-- text a -->\n\nUn\n\nDeux\n\n<!-- cell b -->\n")

    name = f"{tmp_path.name}/fr.md"
    assert read_story(file) == [
        Part("text", "a", "Un\n\nDeux", Place(name, 1)),
        Part("cell", "b", "", Place(name, 7)),
    ]


def test_what_stands_above_the_first_marker_has_none() -> None:
    text = "above\n  <!-- one -->\na\n<!-- two -->\n"

    assert split(text) == [
        ("", "above", 1),
        ("  <!-- one -->", "a", 2),
        ("<!-- two -->", "", 4),
    ]
    assert split("\n\n") == []


@pytest.mark.parametrize(
    ("french", "english", "said"),
    [
        ("ab", "ac", "en.md, line 2: here fr.md has '<!-- cell b -->', not"),
        ("ab", "a", "fr.md, line 2: en.md has no marker '<!-- cell b -->'"),
        ("a", "ab", "en.md, line 2: fr.md has no more markers"),
    ],
)
def test_the_first_marker_that_differs_is_named(
    french: str, english: str, said: str
) -> None:
    one, other = (
        [part(id, line=line, file=file) for line, id in enumerate(ids, 1)]
        for ids, file in ((french, "fr.md"), (english, "en.md"))
    )

    refuse_different_stories(one, one)
    with pytest.raises(BadLab) as caught:
        refuse_different_stories(one, other)

    assert str(caught.value).startswith(said)


@pytest.mark.parametrize(
    ("program", "said"),
    [
        ("a", "fr.md, line 1: program.py has no cell 'b'"),
        ("abc", "program.py, line 1: fr.md does not say where 'c' stands"),
        ("ba", "program.py, line 1: 'b' stands here and fr.md has 'a' first"),
    ],
    ids=["a cell less", "a cell more", "another order"],
)
def test_a_program_that_tells_another_story_is_named(program: str, said: str) -> None:
    story = [part("a"), part("welcome", "text"), part("b")]

    refuse_another_order(story, [code("a"), code("b")])
    with pytest.raises(BadLab) as caught:
        refuse_another_order(story, [code(id) for id in program])

    assert str(caught.value).startswith(said)
