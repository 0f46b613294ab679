"""Drawings as a still picture in the notebook, with a text alternative for each."""

from collections.abc import Iterable, Sequence
from html import escape

from IPython.display import HTML, display
from numpy.typing import ArrayLike

from labs.kit.drawings.file import SIZE, Rows, as_images, rows_of
from labs.kit.files import is_marking
from labs.kit.language import language, say
from labs.language import french


def show_drawings(
    images: ArrayLike,
    labels: Iterable[str] | None = None,
    guesses: Iterable[str] | None = None,
    limit: int = 24,
) -> None:
    """Show the first drawings, with what they are and what the model said of them."""
    if is_marking():
        return
    stack = as_images(images)[: max(0, limit)]
    if not len(stack):
        say(fr="Aucun dessin à montrer.", en="No drawing to show.")
        return
    display(HTML(picture_html([rows_of(i) for i in stack], labels, guesses)))


def picture_html(
    drawings: Sequence[Rows],
    labels: Iterable[str] | None = None,
    guesses: Iterable[str] | None = None,
) -> str:
    """One figure a drawing. Everything that came from a learner is escaped."""
    truth = [str(label) for label in labels] if labels is not None else []
    said = [str(guess) for guess in guesses] if guesses is not None else []
    figures = [
        _figure(rows, truth[i : i + 1], said[i : i + 1])
        for i, rows in enumerate(drawings)
    ]
    return (
        f"<div lang='{language()}' style='display:flex;flex-wrap:wrap;gap:10px'>"
        f"{''.join(figures)}</div>"
    )


def _figure(rows: Rows, truth: list[str], said: list[str]) -> str:
    caption = "".join(f"<div>{escape(label)}</div>" for label in truth)
    if said and truth:
        good = said == truth
        words = {"fr": "elle dit", "en": "it says"}[language()]
        mark = "✓" if good else "✗"
        weight = "400" if good else "700"
        caption += (
            f"<div style='font-weight:{weight}'>{mark} {words} {_quoted(said[0])}</div>"
        )
    elif said:
        caption += f"<div>{_quoted(said[0])}</div>"
    name = escape(" ".join([*truth, *said]) or "16 x 16", quote=True)
    return (
        "<figure style='margin:0;width:92px;font-size:13px;line-height:1.3;"
        "overflow-wrap:anywhere;text-align:center'>"
        f"<svg role='img' aria-label='{name}' viewBox='-1 -1 18 18' width='84' "
        "height='84' style='display:block;margin:0 auto 4px;border:1px solid #84868f;"
        f"border-radius:8px' fill='currentColor'><path d='{_path(rows)}'/></svg>"
        f"<figcaption>{caption}</figcaption></figure>"
    )


def _quoted(label: str) -> str:
    label = escape(label)
    return french(f"« {label} »") if language() == "fr" else f"'{label}'"


def _path(rows: Rows) -> str:
    return "".join(
        f"M{x} {y}h1v1h-1z"
        for y in range(SIZE)
        for x in range(SIZE)
        if rows[y][x] == "#"
    )
