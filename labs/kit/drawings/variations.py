"""More drawings from one: the same, a little turned, resized and moved."""

import numpy as np
from numpy.typing import NDArray

from labs.kit.drawings.file import SIZE, Rows, pixels_of, rows_of


def varied(rows: Rows, seed: int) -> Rows:
    """The same drawing a little turned, resized and moved; never blank."""
    rng = np.random.default_rng(seed)
    image = pixels_of(rows).reshape(SIZE, SIZE)
    angle, scale = rng.uniform(-0.22, 0.22), rng.uniform(0.86, 1.14)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    places = np.moveaxis(np.mgrid[0:SIZE, 0:SIZE], 0, -1).astype(float)
    drift = rng.uniform(-1.3, 1.3, 2)
    middle = _middle_of_ink(image)
    source = (places - middle - drift) @ turn / scale + middle
    moved = _sampled(image, source) > 0.45
    return rows_of(moved) if moved.sum() >= image.sum() / 3 else rows


def _middle_of_ink(image: NDArray[np.float64]) -> NDArray[np.float64]:
    return np.asarray(np.argwhere(image > 0).mean(axis=0))


def _sampled(
    image: NDArray[np.float64], source: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The image read between its cells (bilinear); white outside."""
    padded = np.pad(image, SIZE)
    at = np.clip(source + SIZE, 0, 3 * SIZE - 2)
    low = np.floor(at).astype(int)
    down, right = (at - low)[..., 0], (at - low)[..., 1]
    y, x = low[..., 0], low[..., 1]
    top = padded[y, x] * (1 - right) + padded[y, x + 1] * right
    bottom = padded[y + 1, x] * (1 - right) + padded[y + 1, x + 1] * right
    return np.asarray(top * (1 - down) + bottom * down)
