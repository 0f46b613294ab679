"""Makes the supplied "other hand" and the reference solution's own drawings.

Run from the repository, as `PYTHONPATH=. python labs/notebooks/N1-01/make_data.py`.
It writes data/autre-main.json (digits), data/autre-main-formes.json and
data/other-hand-shapes.json (the same shapes, French and English names), and
solution/mes-dessins.json. Nobody drew these: they are formulas with a hand.
"""

import json
from pathlib import Path

from labs.kit.drawings import Drawings, parse_drawings
from labs.kit.shapes import SHAPE_NAMES, Hand, draw_shape

HERE = Path(__file__).parent
# Smaller, leaning and off the middle: a model of raw squares is lost on it.
OTHER_HAND = Hand(size=0.7, slant=-0.3, shake=0.05, shift_x=1.8, shift_y=-1.4)
SHAPES = ("sun", "moon", "house", "heart", "star", "circle", "square", "triangle")
DIGITS = tuple("0123456789")
FIRST_SEED = 500  # far from the seeds of the pad's generator


def main() -> None:
    supplied = HERE / "data"
    digits = {digit: digit for digit in DIGITS}
    write(supplied / "autre-main.json", digits, OTHER_HAND, 12)
    for lang, name in (("fr", "autre-main-formes"), ("en", "other-hand-shapes")):
        names = {shape: SHAPE_NAMES[shape][lang].lower() for shape in SHAPES}
        write(supplied / f"{name}.json", names, OTHER_HAND, 12)
    own = {digit: digit for digit in "147"}
    write(HERE / "solution" / "mes-dessins.json", own, Hand(shake=0.05), 12)


def write(file: Path, names: dict[str, str], hand: Hand, count: int) -> None:
    """One file of `count` drawings per shape, under the given names."""
    drawn = [
        (draw_shape(shape, FIRST_SEED + place, hand=hand), name)
        for shape, name in names.items()
        for place in range(count)
    ]
    images, labels = zip(*drawn, strict=True)
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(compact(Drawings.of(images, labels).to_bytes()))


def compact(content: bytes) -> bytes:
    """The same file with one drawing a line, so that a change is a line of a diff."""
    whole = json.loads(content)
    drawings = [json.dumps(each, ensure_ascii=False) for each in whole.pop("drawings")]
    head = json.dumps(whole, ensure_ascii=False)[:-1]
    text = f'{head}, "drawings": [\n' + ",\n".join(drawings) + "\n]}\n"
    parse_drawings(text.encode())
    return text.encode()


if __name__ == "__main__":
    main()
