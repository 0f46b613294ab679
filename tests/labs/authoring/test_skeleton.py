"""`python -m labs new` makes a lab that builds; `check` lists what is left, in order.

`notebooks` is an empty folder in place of labs/notebooks.
"""

import re
from pathlib import Path

import pytest

from labs.__main__ import main
from labs.authoring.build import build
from labs.catalogue import read_lab


@pytest.fixture
def notebooks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr("labs.__main__.NOTEBOOKS", tmp_path)
    monkeypatch.setattr("labs.authoring.skeleton.catalogue.NOTEBOOKS", tmp_path)
    (tmp_path / "catalogue.toml").write_text("labs = []")
    monkeypatch.setattr("labs.catalogue.FILE", tmp_path / "catalogue.toml")
    monkeypatch.setattr(
        "labs.catalogue.load.__defaults__", (tmp_path / "catalogue.toml",)
    )
    return tmp_path


def test_a_new_lab_builds_at_once_in_both_languages(notebooks: Path) -> None:
    assert main(["new", "N1-02"]) == 0

    built = build(read_lab(notebooks / "N1-02"))
    assert set(built.notebooks) == {
        (kind, lang) for kind in ("source", "release") for lang in ("fr", "en")
    }


def test_the_command_builds_a_lab_that_is_not_in_the_catalogue(
    notebooks: Path, tmp_path: Path
) -> None:
    main(["new", "N1-02"])

    assert main(["build", "N1-02", "--out", str(tmp_path / "out")]) == 0
    assert len(list((tmp_path / "out").rglob("N1-02.ipynb"))) == 4


def test_what_is_left_is_listed_in_the_order_of_writing(
    notebooks: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["new", "N1-02"])
    capsys.readouterr()

    assert main(["check", "N1-02"]) == 1

    said = capsys.readouterr().out.splitlines()
    files = [re.split(r"[,:]| is missing", line)[0] for line in said]
    assert list(dict.fromkeys(files)) == [
        "N1-02/lab.toml",
        "N1-02/fr.md",
        "N1-02/en.md",
        "N1-02/program.py",
        "N1-02/exercises/first/check.py",
        "N1-02/exercises/first/texts.toml",
        "N1-02/exercises/first/hints.en.md",
        "N1-02/exercises/first/hints.fr.md",
        "N1-02/trainer.en.md",
        "N1-02/trainer.fr.md",
        "N1-02/exercises/first/accepted",
        "N1-02/exercises/first/wrong",
        "N1-02/wrong/empty.py",
        "N1-02/wrong/hostile.py",
        "labs/catalogue.toml",
    ]


def test_a_sentence_of_the_list_names_the_line(
    notebooks: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["new", "N1-02"])
    main(["check", "N1-02"])

    said = capsys.readouterr().out
    assert "N1-02/fr.md, line 2: write what is to stand for '# TODO : le titre'" in said


@pytest.mark.parametrize("id", ["n1-02", "N1", "../N1-02", "N1-02/x", ""])
def test_an_id_that_is_none_is_refused_in_one_sentence(
    notebooks: Path, id: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = sorted(notebooks.rglob("*"))

    assert main(["new", id]) == 1

    said = capsys.readouterr().err
    assert f"{id!r} is no id of a lab; write it as N1-02. Nothing was made." in said
    assert said.strip().count("\n") == 0
    assert sorted(notebooks.rglob("*")) == before


def test_a_lab_that_is_there_is_not_overwritten(
    notebooks: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    main(["new", "N1-02"])
    (notebooks / "N1-02" / "fr.md").write_text("mine")

    assert main(["new", "N1-02"]) == 1

    said = capsys.readouterr().err
    assert "N1-02 is there already" in said
    assert said.strip().count("\n") == 0
    assert (notebooks / "N1-02" / "fr.md").read_text() == "mine"
