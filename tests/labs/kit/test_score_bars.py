"""Scores as bars: names escaped, numbers as each language writes them."""

from pathlib import Path

import pytest

from labs.kit.language import set_language
from labs.kit.score_bars import bars_html, show_scores


def test_each_score_has_its_name_its_bar_and_its_number(folder: Path) -> None:
    html = bars_html({"la moitié": 0.5, "tous": 1}, "Score <test>")

    assert html.count("role='listitem'") == 2
    assert "width:50.0%" in html
    assert ">0,50<" in html
    assert ">1,00<" in html
    assert "Score &lt;test&gt;" in html


def test_english_writes_a_point(folder: Path) -> None:
    set_language("en")

    assert ">0.25<" in bars_html({"<b>": 0.25}, "")
    assert "<b>" not in bars_html({"<b>": 0.25}, "")


@pytest.mark.parametrize("score", [1.2, -0.1, float("nan")])
def test_what_is_no_share_is_refused(folder: Path, score: float) -> None:
    with pytest.raises(ValueError, match="Give 0 to 1"):
        show_scores({"mine": score})


def test_marking_shows_nothing(
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")

    show_scores({"mine": 0.5}, "title")

    assert capsys.readouterr().out == ""
