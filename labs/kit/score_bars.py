"""Scores one below the other, as bars with their numbers: a comparison at a glance."""

from collections.abc import Mapping
from html import escape

from IPython.display import HTML, display

from labs.kit.files import is_marking
from labs.kit.language import Text, in_language, language


def show_scores(scores: Mapping[str, float], title: Text = "") -> None:
    """Show each score, a share from 0 to 1, as a bar behind its name.

    Raises ValueError for what is not a share; shows nothing while marking.
    """
    for name, score in scores.items():
        if not 0 <= score <= 1:
            raise ValueError(f"the score of {name!r} is {score!r}. Give 0 to 1.")
    if not is_marking():
        display(HTML(bars_html(scores, in_language(title))))


def bars_html(scores: Mapping[str, float], title: str) -> str:
    """A list: a name, a bar that is not read aloud, and the number."""
    rows = "".join(_row(name, float(score)) for name, score in scores.items())
    head = f"<div style='font-weight:700;margin:0 0 6px'>{escape(title)}</div>"
    return (
        f"<div lang='{language()}' style='max-width:640px'>{head if title else ''}"
        f"<div role='list'>{rows}</div></div>"
    )


def _row(name: str, score: float) -> str:
    point = "," if language() == "fr" else "."
    number = f"{score:.2f}".replace(".", point)
    return (
        "<div role='listitem' style='display:grid;gap:12px;align-items:center;"
        "grid-template-columns:minmax(8em,1fr) minmax(60px,1fr) 3em;margin:4px 0'>"
        f"<span style='overflow-wrap:anywhere'>{escape(name)}</span>"
        "<span aria-hidden='true' style='height:16px;border:1px solid #84868f;"
        "border-radius:8px;overflow:hidden'><span style='display:block;height:100%;"
        f"width:{100 * score:.1f}%;background:#3b3fb6'></span></span>"
        f"<span>{number}</span></div>"
    )
