"""The catalogue is read strictly: an author's slip is named, not guessed.

`write` writes a catalogue of one lab, with one of its two files changed.
"""

from collections.abc import Callable
from pathlib import Path

import pytest

from labs import catalogue
from labs.catalogue import BadCatalogue, UnknownLab, load

CATALOGUE = """
labs = ["N1-00"]

[[path]]
id = "7h"
title = { fr = "Sept heures", en = "Seven hours" }
labs = ["N1-00"]
"""
GOOD = """
title = { fr = "Un", en = "One" }
level = 1
minutes = 20
pass_share = 0.6
[[exercise]]
id = "first"
title = { fr = "Un", en = "One" }
points = 1
codes = ["M6", "slip"]
"""
Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def files(lab: str = GOOD, catalogue: str = CATALOGUE, id: str = "N1-00") -> Path:
        folder = tmp_path / "notebooks" / id
        folder.mkdir(parents=True)
        (folder / "lab.toml").write_text(lab)
        (tmp_path / "c.toml").write_text(catalogue)
        return tmp_path / "c.toml"

    return files


def test_the_shipped_catalogue_has_both_labs_in_both_languages() -> None:
    shipped = load()

    assert list(shipped.by_id) == ["N1-00", "N1-01"]
    assert all(set(lab.title) == {"fr", "en"} for lab in shipped.labs)


def test_every_catalogued_lab_has_a_source() -> None:
    for lab in load().labs:
        for name in ("lab.toml", "program.py", "fr.md", "en.md"):
            assert (lab.folder / name).is_file(), lab.id


def test_an_exercise_knows_its_misconceptions_from_its_slips(write: Write) -> None:
    exercise = load(write()).lab("N1-00").exercise("first")

    assert exercise.misconceptions == ("M6",)


def test_an_unknown_lab_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownLab, match="N1-00, N1-01"):
        load().lab("N9-99")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("level = 1", "levle = 1", "line 3: 'levle'"),
        ("level = 1", "level = 9", "line 3: level is 9; write a number from 1 to 3"),
        ("level = 1", 'level = "1"', "level is '1'"),
        ("level = 1", "level = true", "level is True"),
        ("minutes = 20", "", "'minutes' is missing; write a number from 5 to 240"),
        ("minutes = 20", "minutes = 2000", "minutes is 2000"),
        ("pass_share = 0.6", "pass_share = 60", "pass_share is 60"),
        ('id = "first"', 'id = "../x"', "line 7: .*my-exercise"),
        ("points = 1", "points = 50", "line 9: exercise.0.points is 50"),
        (', en = "One"', "", "title"),
        ('fr = "Un"', 'fr = ""', "title.fr is ''"),
        ("[[exercise]]", "[[exercise", "not TOML"),
        ("[[exercise]]", "[[exercises]]", "exercises' is not a key"),
        ('codes = ["M6", "slip"]', 'codes = "M6"', "codes is 'M6'; write codes ="),
    ],
    ids=str,
)
def test_a_slip_in_a_lab_toml_is_named(
    write: Write, old: str, new: str, named: str
) -> None:
    assert old in GOOD
    with pytest.raises(BadCatalogue, match=named) as refused:
        load(write(GOOD.replace(old, new, 1)))

    assert str(refused.value).startswith("N1-00/lab.toml")
    assert "\n" not in str(refused.value)


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("labs =", "lab =", "'lab' is not a key"),
        ('labs = ["N1-00"]', 'labs = ["../x"]', "N1-00"),
        ('labs = ["N1-00"]', 'labs = ["N9-99"]', "N9-99/lab.toml is missing"),
        ('id = "7h"\n', "", "path.0.id' is missing; write id = '7h'"),
        (', en = "Seven hours"', "", "title"),
        ("[[path]]", "[[path", "not TOML"),
        ('labs = ["N1-00"]\n\n', 'labs = ["N1-00", "N1-00"]\n\n', "twice"),
    ],
    ids=str,
)
def test_a_slip_in_the_catalogue_is_named(
    write: Write, old: str, new: str, named: str
) -> None:
    assert old in CATALOGUE
    with pytest.raises(BadCatalogue, match=named) as refused:
        load(write(catalogue=CATALOGUE.replace(old, new, 1)))

    assert "\n" not in str(refused.value)


def test_a_path_that_names_no_lab_is_refused(write: Write) -> None:
    with pytest.raises(BadCatalogue, match="path '7h' names 'N1-09'"):
        load(write(catalogue=CATALOGUE.rstrip()[:-3] + '9"]'))


def test_an_exercise_listed_twice_is_refused(write: Write) -> None:
    with pytest.raises(BadCatalogue, match="exercise 'first' is there twice"):
        load(write(GOOD + GOOD[GOOD.index("[[exercise]]") :]))


def test_the_notebooks_folder_is_where_the_catalogue_says() -> None:
    assert catalogue.NOTEBOOKS.name == "notebooks"
