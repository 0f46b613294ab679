"""One drawing in three forms, and back."""

import numpy as np
import pytest

from labs.kit.drawings.paper import BLANK, SIZE, are_rows, bits_of, pixels_of, rows_of

CORNER = ("#" + "." * 15, *BLANK[1:])


def test_rows_become_pixels_and_rows_again() -> None:
    pixels = pixels_of(CORNER)

    assert pixels.shape == (SIZE * SIZE,)
    assert (pixels[0], pixels.sum()) == (1, 1)
    assert rows_of(pixels) == CORNER


def test_ink_begins_above_one_half() -> None:
    image = np.zeros((SIZE, SIZE))
    image[0, :3] = 0.5, 0.51, 1

    assert rows_of(image)[0] == ".##" + "." * 13


def test_another_size_is_refused() -> None:
    with pytest.raises(ValueError, match="reshape"):
        rows_of(np.zeros(255))


@pytest.mark.parametrize(
    "value", [None, "#" * 256, BLANK[:15], [*BLANK[:15], "x" * 16], [0] * 16]
)
def test_what_is_no_sixteen_rows_is_refused(value: object) -> None:
    assert not are_rows(value)


def test_bits_are_four_cells_a_digit_from_the_top_left() -> None:
    assert are_rows(list(CORNER))
    assert bits_of(CORNER) == "8" + "0" * 63
