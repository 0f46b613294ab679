"""The drawings file: what it gives, and that nothing hostile gets through."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from labs.kit.checks import Incorrect
from labs.kit.drawings.file import (
    BLANK,
    Drawings,
    DrawingsProblem,
    load_drawings,
    parse_drawings,
    rows_of,
    save_drawings,
)
from labs.kit.drawings.shapes import draw_shape
from labs.kit.drawings.variations import varied

ROWS = list(rows_of(draw_shape("sun", 1)))


def a_file(**changes: Any) -> bytes:
    whole = {"version": 1, "drawings": [{"label": "soleil", "rows": ROWS}], **changes}
    return json.dumps(whole).encode()


def test_the_shortest_file_is_enough() -> None:
    found = parse_drawings(a_file())

    assert found.classes == ["soleil"]
    assert found.X.shape == (1, 256)
    assert set(np.unique(found.X)) == {0.0, 1.0}


def test_a_file_read_and_written_again_is_the_same_drawings() -> None:
    first = parse_drawings(a_file(classes=["lune", "soleil"]))

    assert parse_drawings(first.to_bytes()) == first


def test_drawings_unpack_into_images_and_labels() -> None:
    images, labels = Drawings.of([draw_shape("sun"), draw_shape("moon")], ["a", "b"])

    assert images.shape == (2, 256)
    assert labels.tolist() == ["a", "b"]


def test_blank_and_repeated_drawings_are_found() -> None:
    sun = draw_shape("sun")
    found = Drawings.of([sun, np.zeros((16, 16)), sun], ["a", "a", "b"])

    assert found.blank == [1]
    assert found.duplicates == [2]
    assert found.counts == {"a": 2, "b": 1}
    assert found[[2, 0]].y.tolist() == ["b", "a"]
    assert len(found[found.y == "a"]) == 2


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"%PDF-1.4",
        b"[]",
        b"\xff\xfe",
        b"[" * 100_000,
        b" " * 200_001,
        a_file(version=2),
        a_file(version=True),
        a_file(size=8),
        a_file(extra=1),
        a_file(drawings={}),
        a_file(drawings=[None]),
        a_file(drawings=[{"label": "a", "rows": ROWS[:15]}]),
        a_file(drawings=[{"label": "a", "rows": [*ROWS[:15], "#" * 17]}]),
        a_file(drawings=[{"label": "a", "rows": [*ROWS[:15], "x" * 16]}]),
        a_file(drawings=[{"label": "a", "rows": [[0] * 16] * 16}]),
        a_file(drawings=[{"label": "", "rows": ROWS}]),
        a_file(drawings=[{"label": "a\n", "rows": ROWS}]),
        a_file(drawings=[{"label": "a" * 31, "rows": ROWS}]),
        a_file(drawings=[{"label": ["a"], "rows": ROWS}]),
        a_file(drawings=[{"label": "a", "rows": ROWS, "id": "../x"}]),
        a_file(drawings=[{"label": "a", "rows": ROWS, "id": "x"}] * 2),
        a_file(drawings=[{"label": "a", "rows": ROWS}] * 401),
        a_file(classes=["lune"]),
        a_file(classes=["soleil", "soleil"]),
        a_file(classes=[f"{i}" for i in range(40)]),
        a_file(classes="soleil"),
        b'{"version": NaN, "drawings": []}',
        b'{"version": 1e999, "drawings": []}',
        b'{"version": ' + b"9" * 5000 + b', "drawings": []}',
    ],
)
def test_whatever_is_in_the_file_gives_two_sentences(content: bytes) -> None:
    with pytest.raises(DrawingsProblem) as caught:
        parse_drawings(content)

    problem = caught.value
    assert isinstance(problem, Incorrect | ValueError)
    assert problem.fr.endswith(".")
    assert problem.en.endswith(".")
    assert "Traceback" not in problem.fr


def test_no_file_yet_means_no_drawings_and_a_kind_word(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    images, labels = load_drawings()

    assert images.shape == (0, 256)
    assert labels.shape == (0,)
    assert "pas encore de dessins" in capsys.readouterr().out


def test_while_marking_a_missing_file_is_silent(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")

    assert len(load_drawings()) == 0
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize(
    "images",
    [
        np.ones((2, 256)),
        np.ones((2, 16, 16)),
        [[1] * 256, [1] * 256],
        np.full((2, 256), 0.6, dtype=np.float32),
    ],
)
def test_the_code_path_saves_lists_and_arrays_alike(folder: Path, images: Any) -> None:
    save_drawings(images, ["a", "b"])

    assert load_drawings().X.sum() == 512


def test_as_many_labels_as_drawings_are_needed(folder: Path) -> None:
    with pytest.raises(DrawingsProblem, match="labels"):
        save_drawings(np.ones((2, 256)), ["a"])
    with pytest.raises(DrawingsProblem, match=r"\(n, 256\)"):
        save_drawings(np.ones((2, 9)), ["a", "b"])

    assert not (folder / "mes-dessins.json").exists()


def test_variations_keep_the_drawing_and_are_not_copies() -> None:
    rows = rows_of(draw_shape("house", 2))

    made = {varied(rows, seed) for seed in range(12)}

    assert len(made) >= 10
    assert BLANK not in made
