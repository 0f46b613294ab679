"""Widgets with no browser: set a trait or ask for an action, read what follows."""

import re
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pytest
import traitlets as t

import labs.kit as kit
from labs.kit import language
from labs.kit.answers import load_answers
from labs.kit.attempts import after_a_cell, record_attempt
from labs.kit.checks import NotAttempted
from labs.kit.drawings.file import BLANK, load_drawings, rows_of
from labs.kit.drawings.shapes import draw_shape
from labs.kit.energy import carbon_table
from labs.kit.notice import Refused
from labs.kit.widgets import base
from labs.kit.widgets.confusion_table import ConfusionTable, table_of
from labs.kit.widgets.drawing_pad import DrawingPad
from labs.kit.widgets.energy_meter import EnergyMeter
from labs.kit.widgets.hints import Hints
from labs.kit.widgets.live_guess import LiveGuess
from labs.kit.widgets.question import Question
from labs.kit.widgets.tour import Tour

WIDGETS = Path(base.__file__).parent
SUN = list(rows_of(draw_shape("sun")))


class NearestShape:
    """A learner's own model: no scikit-learn, no classes_."""

    def predict(self, X: Any) -> list[str]:
        return ["soleil" if row.sum() > 20 else "point" for row in X]


class Unfitted:
    def predict(self, X: Any) -> Any:
        raise ValueError("I have not learned <b>anything</b>")


class NotANumber:
    classes_ = ("a", "b")

    def predict_proba(self, X: Any) -> Any:
        return np.array([[np.nan, 0.5]])


def test_the_pad_adds_draws_shapes_and_refuses_nonsense(folder: Path) -> None:
    pad = DrawingPad(["soleil", "lune"])

    pad.do("add", label="soleil", rows=SUN, variations=3, seed=1)
    assert load_drawings().counts["soleil"] == 4
    assert load_drawings().duplicates == []

    pad.do("shape", shape="moon", seed=4, size=1, slant=0, shake=float("nan"))
    assert re.fullmatch("[0-9a-f]{64}", pad.preview["bits"])

    for nonsense in ({"rows": ["x"]}, {"rows": None}, {}):
        pad.do("add", label="soleil", **nonsense)
        assert pad.notice["kind"] in {"warn", "problem"}
    pad.do("add", label="soleil", rows=SUN, variations=10**9, seed=2)
    assert len(load_drawings()) == 13


def test_an_unknown_action_does_nothing(folder: Path) -> None:
    pad = DrawingPad(["a"])
    pad.do("__class__", rows=SUN)

    assert pad.done == ""


@pytest.mark.parametrize(
    ("widget", "name", "bad"),
    [
        (lambda: DrawingPad(["a"]), "per_class", 0),
        (lambda: DrawingPad(["a"]), "lang", "de"),
        (lambda: LiveGuess(None), "drawing", ["#"]),
        (lambda: EnergyMeter(), "watts", -1.0),
        (lambda: EnergyMeter(), "seconds", float("nan")),
        (lambda: EnergyMeter(), "intensity", float("inf")),
        (lambda: ConfusionTable(["a"], ["a"], []), "threshold", 1.5),
        (lambda: Tour("cells"), "kind", "other"),
    ],
)
def test_a_trait_out_of_range_is_refused(
    folder: Path, widget: Callable[[], Any], name: str, bad: object
) -> None:
    made = widget()
    before = getattr(made, name)

    with pytest.raises(t.TraitError):
        setattr(made, name, bad)

    assert getattr(made, name) == before


def test_the_live_guess_takes_models_and_functions() -> None:
    by_model, by_function = LiveGuess(NearestShape()), LiveGuess(lambda X: {"a": 0.2})
    by_model.drawing = by_function.drawing = SUN

    assert by_model.guess == [{"label": "soleil", "share": None}]
    assert by_function.guess == [{"label": "a", "share": 0.2}]


def test_the_live_guess_shows_shares_likeliest_first() -> None:
    from sklearn.linear_model import LogisticRegression

    X = [draw_shape(name, i).ravel() for name in ("sun", "moon") for i in range(6)]
    model = LogisticRegression().fit(X, ["soleil"] * 6 + ["lune"] * 6)
    widget = LiveGuess(model, prepare=lambda X: X * 1.0)

    widget.drawing = list(rows_of(draw_shape("moon", 30)))

    assert widget.guess[0]["label"] == "lune"
    assert sum(one["share"] for one in widget.guess) == pytest.approx(1)
    widget.drawing = list(BLANK)
    assert widget.guess == []


@pytest.mark.parametrize("model", [Unfitted(), NotANumber(), object(), None])
def test_a_model_that_fails_is_told_in_a_sentence(model: Any) -> None:
    widget = LiveGuess(model)

    widget.drawing = SUN

    assert widget.guess == []
    assert widget.notice["fr"]
    assert widget.notice["en"]


def test_the_confusion_table_counts_what_was_and_what_was_said() -> None:
    table = table_of(["a", "a", "b"], np.array(["a", "b", "b"]), None, None, None, 0.5)

    assert table.counts == {"a": {"a": 1, "b": 1}, "b": {"a": 0, "b": 1}}
    assert table.accuracy == pytest.approx(2 / 3)


def test_moving_the_threshold_counts_again() -> None:
    table = table_of(["a", "a", "b"], None, None, [0.9, 0.4, 0.1], "a", 0.5)
    assert table.accuracy == pytest.approx(2 / 3)

    table.threshold = 0.3

    assert table.accuracy == 1
    assert table.guesses == ["a", "a", "b"]


@pytest.mark.parametrize(
    ("truth", "guesses", "drawings", "scores", "positive"),
    [
        ([], [], None, None, None),
        (["a"], [], None, None, None),
        (range(20), range(20), None, None, None),
        (["a", "b"], ["a", "b"], np.ones((1, 256)), None, None),
        (["a", "a"], None, None, [0.1, 0.2], "a"),
        (["a", "b"], None, None, [0.1, 0.2], "c"),
        (["a", "b"], None, None, [0.1], "a"),
    ],
)
def test_lists_that_do_not_fit_are_told_kindly(
    truth: Any, guesses: Any, drawings: Any, scores: Any, positive: Any
) -> None:
    with pytest.raises(Refused):
        table_of(truth, guesses, drawings, scores, positive, 0.5)


def a_prediction() -> Question:
    item = {
        "id": "p",
        "kind": "prediction",
        "text": {"fr": "?", "en": "?"},
        "choices": [{"value": v, "text": v, "feedback": None} for v in ("up", "down")],
    }
    return Question([item], is_prediction=True)


def test_a_prediction_is_saved_with_its_confidence_then_frozen(folder: Path) -> None:
    quiz = a_prediction()

    quiz.do("answer", item="p", value="up", confidence=75)
    assert (quiz.values, quiz.confidence) == ({"p": "up"}, 75)

    assert kit.reveal("p")
    quiz.do("answer", item="p", value="down", confidence=0)
    assert quiz.is_frozen
    assert quiz.values == {"p": "up"}
    assert "reste" in quiz.notice["fr"]


@pytest.mark.parametrize(
    "action",
    [
        {"item": "p", "value": "sideways", "confidence": 50},
        {"item": "p", "value": "up", "confidence": 1e300},
        {"item": "other", "value": "up"},
        {"item": "p"},
    ],
)
def test_an_answer_that_was_not_offered_is_not_saved(
    folder: Path, action: dict[str, Any]
) -> None:
    quiz = a_prediction()

    quiz.do("answer", **action)

    assert quiz.values == {}
    assert not (folder / "mes-reponses.json").exists()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Une étoile", "ok"),
        ("ecris a ada@example.org", "warn"),
        ("06 12 34 56 78", "warn"),
        ("+33 6 12 34 56 78", "warn"),
        ("En 2026, 1 200 dessins", "ok"),
    ],
)
def test_personal_data_gets_a_warning_and_is_still_the_learners_choice(
    folder: Path, text: str, kind: str
) -> None:
    item = {"id": "n", "kind": "text", "text": "?", "placeholder": "", "lines": 1}
    field = Question([item])

    field.do("answer", item="n", value=text)

    assert field.notice["kind"] == kind
    assert kit.saved_answer("n") == text


def test_hints_open_one_by_one_and_the_solution_after_a_try(folder: Path) -> None:
    hints = Hints("ex", ["one", "two"], "solved")

    hints.do("solution")
    assert hints.solution == {}
    record_attempt("ex")
    hints.do("solution")
    hints.do("more")

    assert hints.solution["en"] == "solved"
    assert len(hints.opened) == 1
    again = Hints("ex", ["one", "two"], "solved")
    assert len(again.opened) == 1
    assert again.attempts == 1
    assert again.solution == hints.solution


@pytest.mark.parametrize(
    ("cell_id", "source", "error", "attempts"),
    [
        ("ex", "from labs.kit.checks import expect\n…", None, 1),
        ("ex", "from labs.kit.checks import expect\n…", ValueError(), 1),
        ("ex", "from labs.kit.checks import NotAttempted\n…", NotAttempted(), 0),
        ("ex", "print('something else')", None, 0),
        (None, "from labs.kit.checks import expect\n…", None, 0),
        ("a cell/../id", "from labs.kit.checks import expect\n…", None, 0),
    ],
)
def test_running_a_check_is_an_attempt(
    folder: Path,
    cell_id: str | None,
    source: str,
    error: Exception | None,
    attempts: int,
) -> None:
    info = SimpleNamespace(cell_id=cell_id, raw_cell=source)
    result = SimpleNamespace(info=info, error_before_exec=None, error_in_exec=error)

    after_a_cell(result)

    assert load_answers().attempts(str(cell_id)) == attempts


def test_hints_come_from_a_file_beside_the_notebook(folder: Path) -> None:
    (folder / "aides.json").write_text('{"ex": {"levels": ["a"]}}')

    kit.hint("ex")
    with pytest.raises(KeyError, match="other"):
        kit.hint("other")


def test_the_meter_computes_what_it_says(folder: Path) -> None:
    meter = EnergyMeter(seconds=3600.0, watts=10.0)
    assert meter.watt_hours == 10
    assert meter.grams == pytest.approx(0.56)

    meter.country = "POL"

    assert meter.intensity == carbon_table()["countries"]["POL"]["g_per_kwh"]


def test_the_meter_measures_a_block(folder: Path) -> None:
    with kit.energy_meter(watts=20.0) as meter:
        sum(range(200_000))

    assert meter.seconds > 0
    assert meter.watt_hours == pytest.approx(meter.seconds * 20 / 3600)


def test_the_language_changes_in_widgets_already_shown(folder: Path) -> None:
    meter = EnergyMeter()
    assert meter.lang == "fr"

    kit.set_language("en")

    assert meter.lang == "en"
    assert EnergyMeter().lang == "en"
    with pytest.raises(ValueError, match="de"):
        kit.set_language("de")


def test_the_environment_chooses_the_language(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAIRE_LANG", "en")

    assert language.language() == "en"


def test_while_marking_no_channel_opens_and_nothing_is_shown(
    folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")

    kit.drawing_pad(["a", "b"])
    kit.live_guess(None)
    kit.confusion_table([], [])
    kit.confusion_table(["a"], ["a"])
    kit.energy_meter(seconds=1.0)
    kit.hint("nowhere")
    kit.tour("cells")
    kit.show_drawings(np.ones((1, 256)))
    assert kit.choice("c", "?", {"a": "A"}) is None
    assert kit.text_answer("t", "?") is None
    assert kit.predict_quiz("p", "?", {"a": "A"}) is None
    assert kit.questionnaire("q", [{"id": "a", "text": "?"}]) == {}
    assert kit.consent() is None

    assert EnergyMeter().comm is None
    assert capsys.readouterr() == ("", "")
    assert list(folder.iterdir()) == []


def test_every_name_of_the_kit_can_be_imported() -> None:
    for name in kit.__all__:
        assert getattr(kit, name) is not None
    with pytest.raises(AttributeError, match="drawing_pad"):
        _ = kit.drawing_pod


def test_a_learners_label_is_text_in_a_still_picture(folder: Path) -> None:
    from labs.kit.drawings.picture import picture_html

    html = picture_html([tuple(SUN)], ["<script>"], ["'><img src=x>"])

    assert "<script>" not in html
    assert "<img" not in html


@pytest.mark.parametrize("path", sorted(WIDGETS.glob("*.js")), ids=lambda p: p.name)
def test_modules_fetch_nothing_and_write_no_html(path: Path) -> None:
    text = path.read_text("utf-8")

    for word in (
        "fetch(",
        "innerHTML",
        "XMLHttpRequest",
        "window.",
        "eval(",
        "import ",
    ):
        assert word not in text
    assert re.findall(r"https?://(?!www\.w3\.org/2000/svg)", text) == []


@pytest.mark.parametrize("path", sorted(WIDGETS.glob("*.js")), ids=lambda p: p.name)
def test_every_sentence_is_there_in_both_languages(path: Path) -> None:
    text = path.read_text("utf-8")
    for words in re.findall(r"const \w*WORDS = \{(.*?)\n\};", text, re.DOTALL):
        fr, en = words.split("\n  en: {")

        keys = [
            re.findall(r"(?:^\s*|[,{]\s*|\n\s+)(\w+): \"", part) for part in (fr, en)
        ]
        assert sorted(keys[0]) == sorted(keys[1])
        assert keys[0]


def test_a_widget_weighs_little_on_a_slow_link() -> None:
    for widget in (DrawingPad, LiveGuess, ConfusionTable, Question, EnergyMeter):
        assert len(widget._esm) + len(widget._css) < 100_000
