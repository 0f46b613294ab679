"""Whatever a learner calls a model is asked politely; what goes wrong is a sentence."""

from typing import Any

import numpy as np
import pytest

from labs.kit.models import guess_of
from labs.kit.notice import Refused

IMAGE = np.zeros((16, 16))


class Probable:
    """A classifier with probabilities, as scikit-learn makes them."""

    def __init__(self, *shares: float) -> None:
        self.classes_ = ["soleil", "lune"]
        self._shares = shares

    def predict_proba(self, rows: Any) -> Any:
        assert rows.shape == (1, 256)
        return np.array([self._shares])


class Certain:
    def predict(self, rows: Any) -> Any:
        return np.array(["lune"])


def test_probabilities_are_ranked() -> None:
    assert guess_of(Probable(0.2, 0.8), IMAGE) == [
        {"label": "lune", "share": 0.8},
        {"label": "soleil", "share": 0.2},
    ]


@pytest.mark.parametrize("model", [Certain(), lambda rows: "lune"], ids=["model", "f"])
def test_without_probabilities_there_is_one_label(model: Any) -> None:
    assert guess_of(model, IMAGE) == [{"label": "lune", "share": None}]


def test_a_function_may_give_shares_by_name() -> None:
    found = guess_of(lambda rows: {"a": 0.25, "b": 0.75}, IMAGE)

    assert [each["label"] for each in found] == ["b", "a"]


def test_the_drawing_is_prepared_as_the_learner_does() -> None:
    found = guess_of(lambda row: str(row.shape), IMAGE, lambda row: row[:, :4])

    assert found == [{"label": "(1, 4)", "share": None}]


@pytest.mark.parametrize(
    ("model", "fr"),
    [
        (Probable(0.2, float("nan")), "entre 0 et 1"),
        (Probable(0.2, 1.8), "entre 0 et 1"),
        (Probable(0.2), "entre 0 et 1"),
        (3, "ni un modèle ni une fonction"),
        (lambda rows: rows.missing, "AttributeError"),
    ],
    ids=["nan", "too much", "too few", "a number", "an error"],
)
def test_what_goes_wrong_is_one_sentence(model: Any, fr: str) -> None:
    with pytest.raises(Refused) as refused:
        guess_of(model, IMAGE)

    assert fr in refused.value.notice.fr
    assert refused.value.notice.en
