"""The still picture: one figure a drawing, a text for each, nothing unescaped."""

from pathlib import Path

import pytest

from labs.kit.drawings.paper import rows_of
from labs.kit.drawings.picture import picture_html, show_drawings
from labs.kit.drawings.shapes import draw_shape
from labs.kit.language import set_language

SUN = rows_of(draw_shape("sun"))


def test_each_drawing_is_a_figure_with_a_name(folder: Path) -> None:
    html = picture_html([SUN, SUN], ["soleil", "lune"], ["soleil", "soleil"])

    assert html.count("<figure") == 2
    assert "aria-label='soleil soleil'" in html
    assert "✓ elle dit «\N{NO-BREAK SPACE}soleil\N{NO-BREAK SPACE}»" in html
    assert "✗ elle dit" in html


def test_it_speaks_english_too(folder: Path) -> None:
    set_language("en")

    html = picture_html([SUN], ["moon"], ["sun"])

    assert "lang='en'" in html
    assert "✗ it says 'sun'" in html


def test_what_a_learner_wrote_is_escaped(folder: Path) -> None:
    html = picture_html([SUN], ["<script>"], ["'><img src=x>"])

    assert "<script>" not in html
    assert "<img" not in html


def test_no_drawing_is_said_and_marking_shows_nothing(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    show_drawings([])
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    show_drawings([draw_shape("sun")])

    assert capsys.readouterr().out == "Aucun dessin à montrer.\n"
