"""texts.toml and the hints of a lab, and a text that no code names."""

from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from labs.authoring.source import BadLab, Place
from labs.authoring.texts import Ask, Questionnaire, read_texts
from labs.catalogue import Lab

OF_THE_LAB = """[questionnaire.before]
choices.yes = { fr = "Oui", en = "Yes" }
questions.sure = { fr = "Sûr ?", en = "Sure?" }
"""
OF_THE_EXERCISE = """[say.few]
fr = "Peu"
en = "Few"

[ask.share]
fr = "Quelle part ?"
en = "Which part?"
choices.half = { fr = "La moitié", en = "Half", value.fr = "m", value.en = "h" }
"""
HINTS = "<!-- hint -->\nUn\n<!-- hint -->\nDeux\n<!-- solution -->\nx = 1\n"


@pytest.fixture
def lab(tmp_path: Path) -> Lab:
    folder = tmp_path / "exercises" / "sum"
    folder.mkdir(parents=True)
    (tmp_path / "texts.toml").write_text(OF_THE_LAB)
    (folder / "texts.toml").write_text(OF_THE_EXERCISE)
    for lang in ("fr", "en"):
        (folder / f"hints.{lang}.md").write_text(HINTS)
    exercises = [SimpleNamespace(id="sum"), SimpleNamespace(id="without-texts")]
    return cast(Lab, SimpleNamespace(folder=tmp_path, exercises=exercises))


def test_every_text_of_a_lab_is_found(lab: Lab) -> None:
    texts = read_texts(lab)

    few, share = texts.sentence("sum", "few"), texts.question("share")
    assert few is not None
    assert (few.fr, few.en) == ("Peu", "Few")
    assert isinstance(share, Ask)
    assert share.choices["half"].value is not None
    assert isinstance(texts.question("before"), Questionnaire)
    assert texts.hints["sum"]["fr"].levels == ["Un", "Deux"]
    assert texts.hints["sum"]["fr"].solution == "x = 1"
    assert "without-texts" not in texts.hints


def test_a_sentence_is_its_exercises_own(lab: Lab) -> None:
    assert read_texts(lab).sentence("without-texts", "few") is None


def test_a_text_that_no_code_names_is_refused_where_it_stands(lab: Lab) -> None:
    texts = read_texts(lab)
    texts.sentence("sum", "few")
    texts.question("before")

    assert texts.places["", "share"].line == 5
    with pytest.raises(BadLab, match=r"texts\.toml, line 5: no code names 'share'"):
        texts.refuse_unused()

    texts.question("share")
    texts.refuse_unused()


def test_hints_in_one_language_only_are_refused(lab: Lab) -> None:
    (lab.folder / "exercises/sum/hints.en.md").unlink()

    with pytest.raises(BadLab, match=r"hints\.en\.md is missing"):
        read_texts(lab)


@pytest.mark.parametrize(
    ("hints", "line"),
    [
        (HINTS + "<!-- solution -->\ny = 1\n", 7),
        (HINTS + "<!-- hint -->\n", 7),
        ("Un\n" + HINTS, 1),
        ("<!-- hint: 1 -->\nUn\n", 1),
    ],
    ids=["two solutions", "an empty one", "above all", "another marker"],
)
def test_a_slip_in_the_hints_is_named_with_its_line(
    lab: Lab, hints: str, line: int
) -> None:
    (lab.folder / "exercises/sum/hints.fr.md").write_text(hints)

    with pytest.raises(BadLab, match=rf"hints\.fr\.md, line {line}: "):
        read_texts(lab)


def test_a_place_is_a_line_of_the_file_that_has_it(lab: Lab) -> None:
    places = read_texts(lab).places

    assert set(places) == {("", "before"), ("", "share"), ("sum", "few")}
    assert places["", "before"] == Place(f"{lab.folder.name}/texts.toml", 1)
