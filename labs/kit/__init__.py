"""What a learner imports in the notebooks: widgets, checks, drawings, answers.

Its one rule: a widget's work lives in a small JSON file in the assignment folder,
and the notebook reads the file. The widget only helps to fill it.

Names load on first use, because a checking process that wants
`labs.kit.checks` should not pay for numpy and ipywidgets.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from labs.kit.answers import parse_answers as parse_answers
    from labs.kit.answers import saved_answer as saved_answer
    from labs.kit.drawings.file import Drawings as Drawings
    from labs.kit.drawings.file import load_drawings as load_drawings
    from labs.kit.drawings.file import parse_drawings as parse_drawings
    from labs.kit.drawings.file import save_drawings as save_drawings
    from labs.kit.drawings.picture import show_drawings as show_drawings
    from labs.kit.drawings.shapes import SHAPES as SHAPES
    from labs.kit.drawings.shapes import Hand as Hand
    from labs.kit.drawings.shapes import draw_shape as draw_shape
    from labs.kit.energy import carbon_table as carbon_table
    from labs.kit.energy import measure as measure
    from labs.kit.errors.setup import setup as setup
    from labs.kit.language import set_language as set_language
    from labs.kit.score_bars import show_scores as show_scores
    from labs.kit.widgets.confusion_table import confusion_table as confusion_table
    from labs.kit.widgets.drawing_pad import drawing_pad as drawing_pad
    from labs.kit.widgets.energy_meter import energy_meter as energy_meter
    from labs.kit.widgets.hints import hint as hint
    from labs.kit.widgets.live_guess import live_guess as live_guess
    from labs.kit.widgets.question import choice as choice
    from labs.kit.widgets.question import consent as consent
    from labs.kit.widgets.question import predict as predict
    from labs.kit.widgets.question import predict_quiz as predict_quiz
    from labs.kit.widgets.question import questionnaire as questionnaire
    from labs.kit.widgets.question import reveal as reveal
    from labs.kit.widgets.question import text_answer as text_answer
    from labs.kit.widgets.tour import tour as tour

HOMES = {
    "answers": ("parse_answers", "saved_answer"),
    "widgets.confusion_table": ("confusion_table",),
    "widgets.drawing_pad": ("drawing_pad",),
    "drawings.file": ("Drawings", "load_drawings", "parse_drawings", "save_drawings"),
    "energy": ("carbon_table", "measure"),
    "widgets.energy_meter": ("energy_meter",),
    "widgets.hints": ("hint",),
    "language": ("set_language",),
    "widgets.live_guess": ("live_guess",),
    "widgets.question": (
        "choice",
        "consent",
        "predict",
        "predict_quiz",
        "questionnaire",
        "reveal",
        "text_answer",
    ),
    "drawings.picture": ("show_drawings",),
    "score_bars": ("show_scores",),
    "errors.setup": ("setup",),
    "drawings.shapes": ("SHAPES", "Hand", "draw_shape"),
    "widgets.tour": ("tour",),
}
_HOME_OF = {name: home for home, names in HOMES.items() for name in names}

__all__ = sorted(_HOME_OF)


def __getattr__(name: str) -> Any:
    if name not in _HOME_OF:
        raise AttributeError(f"labs.kit has no {name!r}. It has: {', '.join(__all__)}.")
    value = getattr(import_module(f"labs.kit.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
