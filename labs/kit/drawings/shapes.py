"""Drawings made by a formula: for who does not draw, and for "another hand".

A shape is a few pen strokes in a square from -1 to 1 (y grows downwards). A
`Hand` says how somebody draws: how large, how slanted, how shaky, where on the
paper. The same name, seed and hand always give the same drawing.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from labs.kit.drawings.file import SIZE

Point = tuple[float, float]
Stroke = list[Point]


@dataclass(frozen=True)
class Hand:
    """A way of drawing.

    size: 1.0 fills most of the paper. slant: sideways lean, -1 to 1.
    shake: how far each point strays, in half-papers. shift_x, shift_y: cells.
    thickness: cells. spread: how different two drawings of this hand are.
    """

    size: float = 1.0
    slant: float = 0.0
    shake: float = 0.03
    shift_x: float = 0.0
    shift_y: float = 0.0
    thickness: float = 1.3
    spread: float = 1.0


def draw_shape(
    name: str, seed: int = 0, *, hand: Hand | None = None
) -> NDArray[np.float64]:
    """(16, 16) numbers, 1.0 where the pen went. Raises ValueError for a new name."""
    if name not in _STROKES:
        raise ValueError(
            f"No shape is called {name!r}. There are: {', '.join(SHAPES)}."
        )
    hand = hand or Hand()
    rng = np.random.default_rng([seed % 2**32, SHAPES.index(name)])
    move = _variation(hand, rng)
    ink = np.zeros((SIZE, SIZE), dtype=bool)
    for stroke in _STROKES[name]:
        points = np.array(stroke) @ move.turn
        points = points + rng.normal(0, hand.shake, points.shape)
        cells = points * move.scale + move.middle
        ink |= _near(cells, hand.thickness / 2)
    return ink.astype(float)


@dataclass(frozen=True)
class _Variation:
    turn: NDArray[np.float64]
    scale: float
    middle: NDArray[np.float64]


def _variation(hand: Hand, rng: np.random.Generator) -> _Variation:
    angle = math.radians(9) * hand.spread * rng.uniform(-1, 1)
    lean = hand.slant + 0.08 * hand.spread * rng.uniform(-1, 1)
    turn = np.array(
        [[math.cos(angle), math.sin(angle)], [-math.sin(angle), math.cos(angle)]]
    ) @ np.array([[1.0, 0.0], [-lean, 1.0]])
    scale = 5.8 * hand.size * (1 + 0.14 * hand.spread * rng.uniform(-1, 1))
    drift = rng.uniform(-1, 1, 2) * 0.9 * hand.spread
    middle = np.array([7.5 + hand.shift_x, 7.5 + hand.shift_y]) + drift
    return _Variation(turn, scale, middle)


def _near(points: NDArray[np.float64], reach: float) -> NDArray[np.bool_]:
    """Which cells lie within `reach` cells of the line through these points?"""
    rows, columns = np.mgrid[0:SIZE, 0:SIZE]
    cells = np.stack([columns, rows], axis=-1).astype(float)[:, :, None, :]
    start, step = points[:-1], np.diff(points, axis=0)
    length = np.maximum((step**2).sum(axis=1), 1e-9)
    along = np.clip(((cells - start) * step).sum(axis=-1) / length, 0, 1)
    distance = np.linalg.norm(cells - (start + along[..., None] * step), axis=-1)
    return np.asarray(distance.min(axis=-1) <= reach)


def _arc(
    x: float, y: float, radius: float, start: float = 0, end: float = 360
) -> Stroke:
    """A part of a circle, in degrees, clockwise from the right."""
    steps = np.radians(np.linspace(start, end, max(6, int(abs(end - start) // 18))))
    return [(x + radius * math.cos(a), y + radius * math.sin(a)) for a in steps]


def _oval(x: float, y: float, wide: float, tall: float) -> Stroke:
    return [(wide * px + x, tall * py + y) for px, py in _arc(0, 0, 1)]


def _ray(angle: float, near: float, far: float) -> Stroke:
    x, y = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return [(near * x, near * y), (far * x, far * y)]


def _closed(*points: Point) -> Stroke:
    return [*points, points[0]]


def _star() -> Stroke:
    tips: list[Point] = []
    for number in range(10):
        radius, angle = (1.0, 0.45)[number % 2], math.radians(36 * number - 90)
        tips.append((radius * math.cos(angle), radius * math.sin(angle)))
    return _closed(*tips)


_STROKES: dict[str, Sequence[Stroke]] = {
    "sun": [_arc(0, 0, 0.5), *[_ray(a, 0.72, 1.05) for a in range(0, 360, 45)]],
    "moon": [[*_arc(0, 0, 0.95, 60, 300), *_arc(0.35, 0, 0.82, 262, 98)]],
    "house": [
        _closed((-0.7, -0.1), (0.7, -0.1), (0.7, 0.95), (-0.7, 0.95)),
        [(-0.95, -0.1), (0, -1), (0.95, -0.1)],
    ],
    "heart": [
        [
            (0, 0.95),
            (-0.9, -0.05),
            *_arc(-0.47, -0.35, 0.48, 160, 340),
            *_arc(0.47, -0.35, 0.48, 200, 380),
            (0.9, -0.05),
            (0, 0.95),
        ]
    ],
    "star": [_star()],
    "circle": [_arc(0, 0, 0.9)],
    "square": [_closed((-0.8, -0.8), (0.8, -0.8), (0.8, 0.8), (-0.8, 0.8))],
    "triangle": [_closed((0, -0.95), (0.95, 0.8), (-0.95, 0.8))],
    "cross": [[(-0.85, -0.85), (0.85, 0.85)], [(0.85, -0.85), (-0.85, 0.85)]],
    "zigzag": [[(-1, -0.7), (-0.3, 0.5), (0.1, -0.6), (0.5, 0.6), (1, -0.6)]],
    "tree": [
        _closed((0, -1), (0.85, 0.35), (-0.85, 0.35)),
        [(0, 0.35), (0, 1)],
    ],
    "smile": [
        _arc(0, 0, 0.98),
        [(-0.35, -0.3), (-0.35, -0.2)],
        [(0.35, -0.3), (0.35, -0.2)],
        _arc(0, 0.1, 0.5, 20, 160),
    ],
}
_STROKES |= {
    "0": [_oval(0, 0, 0.62, 0.95)],
    "1": [[(-0.35, -0.6), (0.1, -0.95), (0.1, 0.95)]],
    "2": [[*_arc(0, -0.4, 0.55, 190, 375), (-0.6, 0.9), (0.65, 0.9)]],
    "3": [[*_arc(0, -0.48, 0.47, 200, 440), *_arc(-0.02, 0.42, 0.53, 280, 520)]],
    "4": [[(0.25, -0.95), (-0.65, 0.35), (0.65, 0.35)], [(0.25, -0.3), (0.25, 0.95)]],
    "5": [[(0.55, -0.95), (-0.45, -0.95), (-0.5, -0.1), *_arc(0, 0.35, 0.6, 235, 500)]],
    "6": [[(0.4, -0.95), (-0.35, -0.15), (-0.55, 0.4)], [*_arc(0, 0.4, 0.55)]],
    "7": [[(-0.6, -0.9), (0.6, -0.9), (-0.15, 0.95)]],
    "8": [_arc(0, -0.48, 0.45), _arc(0, 0.46, 0.52)],
    "9": [_arc(0, -0.4, 0.52), [(0.52, -0.4), (0.5, 0.2), (0.15, 0.95)]],
}
SHAPES = tuple(_STROKES)
SHAPE_NAMES = {
    "sun": {"fr": "Soleil", "en": "Sun"},
    "moon": {"fr": "Lune", "en": "Moon"},
    "house": {"fr": "Maison", "en": "House"},
    "heart": {"fr": "Cœur", "en": "Heart"},
    "star": {"fr": "Étoile", "en": "Star"},
    "circle": {"fr": "Rond", "en": "Circle"},
    "square": {"fr": "Carré", "en": "Square"},
    "triangle": {"fr": "Triangle", "en": "Triangle"},
    "cross": {"fr": "Croix", "en": "Cross"},
    "zigzag": {"fr": "Zigzag", "en": "Zigzag"},
    "tree": {"fr": "Arbre", "en": "Tree"},
    "smile": {"fr": "Visage", "en": "Face"},
    **{digit: {"fr": digit, "en": digit} for digit in "0123456789"},
}
