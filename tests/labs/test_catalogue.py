"""The catalogue is read strictly: an author's slip is named, not guessed."""

from pathlib import Path

import pytest

from labs import catalogue
from labs.catalogue import BadCatalogue, UnknownLab, load

GOOD = """
[[lab]]
id = "N1-00"
title = { fr = "Un", en = "One" }
level = 1
minutes = 20
pass_share = 0.6
[[lab.exercise]]
id = "first"
title = { fr = "Un", en = "One" }
points = 1
codes = ["M6", "slip"]
"""


def test_the_shipped_catalogue_has_both_labs_in_both_languages() -> None:
    shipped = load()

    assert list(shipped.by_id) == ["N1-00", "N1-01"]
    assert all(set(lab.title) == {"fr", "en"} for lab in shipped.labs)


def test_every_catalogued_lab_has_a_source() -> None:
    for lab in load().labs:
        assert (lab.folder / "lab.py").is_file(), lab.id


def test_an_exercise_knows_its_misconceptions_from_its_slips(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(GOOD)

    exercise = load(tmp_path / "c.toml").lab("N1-00").exercise("first")

    assert exercise.misconceptions == ("M6",)


def test_an_unknown_lab_is_answered_with_the_known_ones() -> None:
    with pytest.raises(UnknownLab, match="N1-00, N1-01"):
        load().lab("N9-99")


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ("level = 1", "levle = 1", "levle"),
        ("level = 1", "level = 9", "level is 9"),
        ("minutes = 20", "", "'minutes' is missing"),
        ('id = "N1-00"', 'id = "../x"', "N1-00"),
        ('id = "first"', 'id = "../x"', "my-exercise"),
        ("points = 1", "points = 50", "points is 50"),
        (', en = "One"', "", "title"),
        ("[[lab]]", "[[lab", "not TOML"),
    ],
    ids=str,
)
def test_a_slip_in_the_catalogue_is_named(
    tmp_path: Path, old: str, new: str, named: str
) -> None:
    (tmp_path / "c.toml").write_text(GOOD.replace(old, new, 1))

    with pytest.raises(BadCatalogue, match=named):
        load(tmp_path / "c.toml")


def test_a_lab_listed_twice_is_refused(tmp_path: Path) -> None:
    (tmp_path / "c.toml").write_text(GOOD + GOOD)

    with pytest.raises(BadCatalogue, match="twice"):
        load(tmp_path / "c.toml")


def test_the_notebooks_folder_is_where_the_catalogue_says() -> None:
    assert catalogue.NOTEBOOKS.name == "notebooks"
