"""Drawings by a formula: repeatable, varied, inside the paper, each with its names."""

import numpy as np
import pytest

from labs.kit.drawings.file import rows_of
from labs.kit.drawings.shapes import SHAPE_NAMES, SHAPES, Hand, draw_shape


@pytest.mark.parametrize("name", SHAPES)
def test_a_shape_is_the_same_each_time_and_differs_between_seeds(name: str) -> None:
    assert np.array_equal(draw_shape(name, 3), draw_shape(name, 3))
    assert len({rows_of(draw_shape(name, seed)) for seed in range(20)}) >= 15
    assert all(draw_shape(name, seed).sum() >= 12 for seed in range(20))


def test_another_hand_draws_elsewhere() -> None:
    far = draw_shape("circle", hand=Hand(size=0.5, shift_x=4, spread=0))

    assert far[:, :8].sum() < far[:, 8:].sum()


@pytest.mark.parametrize("name", SHAPES)
def test_a_drawing_is_ink_or_paper_on_16_by_16(name: str) -> None:
    drawing = draw_shape(name)

    assert drawing.shape == (16, 16)
    assert set(np.unique(drawing)) == {0.0, 1.0}


def test_another_shape_of_the_same_seed_is_another_drawing() -> None:
    assert len({rows_of(draw_shape(name, 5)) for name in SHAPES}) == len(SHAPES)


def test_a_thicker_pen_leaves_more_ink() -> None:
    thin, thick = (draw_shape("star", hand=Hand(thickness=t)) for t in (1, 3))

    assert thick.sum() > thin.sum()
    assert (thick >= thin).all()


def test_an_unknown_shape_is_refused_with_those_there_are() -> None:
    with pytest.raises(ValueError, match=r"No shape is called 'cat'. There are: sun,"):
        draw_shape("cat")


def test_every_shape_has_a_name_in_both_languages() -> None:
    assert set(SHAPE_NAMES) == set(SHAPES)
    assert all(names["fr"] and names["en"] for names in SHAPE_NAMES.values())
