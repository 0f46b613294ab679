"""Asking a learner's model politely, whatever kind of thing it is.

Anything with `predict`, or any function, is a model. What it answers is read as
generously as is safe; what goes wrong becomes one sentence, never a stack.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from labs.kit.notice import Refused

Guess = dict[str, Any]
_MOST_SHOWN = 8


def guess_of(
    model: Any, image: NDArray[np.float64], prepare: Callable[[Any], Any] | None = None
) -> list[Guess]:
    """[{"label", "share"}], likeliest first, for one drawing of 256 numbers.

    share is None when the model gives no probabilities.
    Raises Refused with the learner's own error in a sentence.
    """
    try:
        row = image.reshape(1, -1)
        row = row if prepare is None else np.asarray(prepare(row))
        return _ranked(*_answer(model, row))
    except Refused:
        raise
    except Exception as error:  # the learner's code: anything may come out of it
        what = f"{type(error).__name__}: {str(error)[:200]}"
        raise Refused(
            f"Ton modèle n'a pas pu répondre. Python dit : {what}",
            f"Your model could not answer. Python says: {what}",
        ) from None


def _answer(model: Any, row: NDArray[Any]) -> tuple[list[str], list[float] | None]:
    """(labels, shares): all classes with shares, or the one label alone."""
    if hasattr(model, "predict_proba") and hasattr(model, "classes_"):
        shares = np.asarray(model.predict_proba(row), dtype=float).ravel()
        return [str(label) for label in model.classes_], [float(s) for s in shares]
    ask = model.predict if hasattr(model, "predict") else model
    if not callable(ask):
        raise Refused(
            f"{type(model).__name__} n'est ni un modèle ni une fonction. "
            "Donne un objet qui a « predict ».",
            f"{type(model).__name__} is neither a model nor a function. "
            "Give an object that has 'predict'.",
        )
    answer = ask(row)
    if isinstance(answer, dict):
        return [str(key) for key in answer], [float(s) for s in answer.values()]
    return [str(np.asarray(answer).ravel()[0])], None


def _ranked(labels: list[str], shares: list[float] | None) -> list[Guess]:
    if shares is None:
        return [{"label": labels[0][:60], "share": None}]
    fine = [math.isfinite(s) and -1e-6 <= s <= 1 + 1e-6 for s in shares]
    if len(labels) != len(shares) or not all(fine):
        raise Refused(
            "Les probabilités du modèle ne sont pas toutes entre 0 et 1.",
            "The model's probabilities are not all between 0 and 1.",
        )
    pairs = sorted(zip(shares, labels, strict=True), key=lambda pair: -pair[0])
    return [
        {"label": label[:60], "share": min(max(share, 0.0), 1.0)}
        for share, label in pairs[:_MOST_SHOWN]
    ]
