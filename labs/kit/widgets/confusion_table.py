"""The confusion table: what it was, what the model said, and the drawings behind.

Counts are made here, so that a program reads the same numbers as the screen.
With scores of one class, a threshold turns them into guesses.
"""

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np
import traitlets as t
from numpy.typing import ArrayLike

from labs.kit.drawings.file import Drawings, as_images, rows_of
from labs.kit.drawings.paper import bits_of
from labs.kit.files import is_marking
from labs.kit.language import say
from labs.kit.notice import Refused
from labs.kit.widgets.base import KitWidget, module_text

_MOST_CLASSES = 12
_MOST_PICTURES = 400


class ConfusionTable(KitWidget):
    """Traits `truth` and `guesses` (labels); read `counts` and `accuracy`."""

    _esm = module_text("pad", "confusion_table")
    truth = t.List(t.Unicode()).tag(sync=True)
    guesses = t.List(t.Unicode()).tag(sync=True)
    labels = t.List(t.Unicode(), help="in the order of rows and columns").tag(sync=True)
    bits = t.List(t.Unicode(), help="one drawing each, or none at all").tag(sync=True)
    threshold = t.Float(0.5, help="0..1: from here on it is `positive`").tag(sync=True)
    positive = t.Unicode("", help="the class the scores are about").tag(sync=True)

    def __init__(
        self,
        truth: list[str],
        guesses: list[str],
        bits: list[str],
        scores: list[float] | None = None,
        **more: Any,
    ) -> None:
        self._scores = scores
        labels = sorted({*truth, *guesses})
        super().__init__(truth=truth, guesses=guesses, bits=bits, labels=labels, **more)
        self.observe(self._guess_again, "threshold")
        if scores is not None:
            self._guess_again({})

    @t.validate("threshold")
    def _a_share(self, proposal: Mapping[str, Any]) -> float:
        if not 0 <= proposal["value"] <= 1:
            raise t.TraitError(f"threshold is {proposal['value']}. Choose 0 to 1.")
        return float(proposal["value"])

    @property
    def counts(self) -> dict[str, dict[str, int]]:
        """counts[what it was][what the model said]"""
        table = {row: dict.fromkeys(self.labels, 0) for row in self.labels}
        for was, said in zip(self.truth, self.guesses, strict=True):
            table[was][said] += 1
        return table

    @property
    def accuracy(self) -> float:
        """Share of right guesses, 0 to 1."""
        pairs = zip(self.truth, self.guesses, strict=True)
        return float(sum(was == said for was, said in pairs) / len(self.truth))

    def _guess_again(self, _: Mapping[str, Any]) -> None:
        if self._scores is None:
            return
        others = [label for label in self.labels if label != self.positive]
        self.guesses = [
            self.positive if score >= self.threshold else others[0]
            for score in self._scores
        ]


def confusion_table(
    truth: Iterable[Any],
    guesses: Iterable[Any] | None = None,
    drawings: Drawings | ArrayLike | None = None,
    *,
    scores: Iterable[float] | None = None,
    positive: str | None = None,
    threshold: float = 0.5,
) -> None:
    """Show what it was against what the model said.

    drawings: as many as there are answers, to be seen by choosing a cell.
    scores: instead of guesses, numbers 0..1 saying how much it is `positive`.
    Two classes are needed then. What does not fit is said in one sentence.
    """
    try:
        widget = table_of(truth, guesses, drawings, scores, positive, threshold)
    except Refused as refused:
        say(fr=refused.notice.fr, en=refused.notice.en)
    else:
        if not is_marking():
            widget.show()


def table_of(
    truth: Iterable[Any],
    guesses: Iterable[Any] | None,
    drawings: Drawings | ArrayLike | None,
    scores: Iterable[float] | None,
    positive: str | None,
    threshold: float,
) -> ConfusionTable:
    """The widget. Raises Refused when lists do not fit together."""
    was = _labels(truth)
    bits = _bits_of(drawings)[: len(was)]
    if not was:
        raise Refused(
            "Rien à compter : il n'y a pas encore de réponses.",
            "Nothing to count: there are no answers yet.",
        )
    if scores is None:
        said = _labels(guesses if guesses is not None else [])
        _expect_fit(was, said, bits)
        return ConfusionTable(was, said, bits)
    shares = [float(score) for score in scores]
    names = sorted(set(was))
    positive = positive if positive is not None else names[-1]
    if len(names) != 2 or positive not in names:
        raise Refused(
            "Un seuil demande deux classes, dont celle des scores.",
            "A threshold needs two classes, one of them that of the scores.",
        )
    _expect_fit(was, [positive] * len(shares), bits)
    return ConfusionTable(
        was, was, bits, shares, positive=positive, threshold=threshold
    )


def _labels(values: Iterable[Any]) -> list[str]:
    return [str(value) for value in np.asarray(list(values)).ravel().tolist()]


def _bits_of(drawings: Drawings | ArrayLike | None) -> list[str]:
    if drawings is None:
        return []
    images = drawings.images if isinstance(drawings, Drawings) else as_images(drawings)
    return [bits_of(rows_of(image)) for image in images[:_MOST_PICTURES]]


def _expect_fit(was: list[str], said: list[str], bits: list[str]) -> None:
    if len(was) != len(said):
        raise Refused(
            f"Il y a {len(was)} vraies étiquettes et {len(said)} réponses du modèle. "
            "Il en faut autant.",
            f"There are {len(was)} true labels and {len(said)} answers of the model. "
            "There must be as many.",
        )
    if len({*was, *said}) > _MOST_CLASSES:
        raise Refused(
            f"Il y a plus de {_MOST_CLASSES} classes : la table serait illisible.",
            f"There are more than {_MOST_CLASSES} classes: nobody could read it.",
        )
    if bits and len(bits) < min(len(was), _MOST_PICTURES):
        raise Refused(
            f"Il y a {len(bits)} dessins pour {len(was)} étiquettes.",
            f"There are {len(bits)} drawings for {len(was)} labels.",
        )
