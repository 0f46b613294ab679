"""A variation is the same drawing, a little different, the same for a seed."""

import pytest

from labs.kit.drawings.paper import BLANK, are_rows, pixels_of, rows_of
from labs.kit.drawings.shapes import draw_shape
from labs.kit.drawings.variations import varied

SUN = rows_of(draw_shape("sun"))


@pytest.mark.parametrize("seed", range(10))
def test_a_variation_keeps_most_of_the_ink(seed: int) -> None:
    found = varied(SUN, seed)

    assert are_rows(found)
    assert pixels_of(found).sum() >= pixels_of(SUN).sum() / 3


def test_a_seed_gives_the_same_variation_and_another_seed_another() -> None:
    assert varied(SUN, 1) == varied(SUN, 1)
    assert len({varied(SUN, seed) for seed in range(10)}) > 5


def test_a_single_dot_never_vanishes() -> None:
    dot = ("#" + "." * 15, *BLANK[1:])

    assert all(varied(dot, seed) != BLANK for seed in range(30))
