"""N1-01 believes who reads honestly what its own notebook shows.

Learners are made here, each with drawings of their own; their notebook's cell
"remedies" is run as it is built, and the hidden test is asked about what they read.
"""

import sys
import types
from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

import numpy as np
import pytest
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.neighbors import KNeighborsClassifier
from sklearn.tree import DecisionTreeClassifier

from labs.authoring.build import Built, build
from labs.catalogue import load
from labs.kit.checks import Incorrect
from labs.kit.drawings.file import parse_drawings, pixels_of, rows_of
from labs.kit.drawings.shapes import Hand, draw_shape
from labs.kit.drawings.variations import varied

LEARNERS = 16
METHODS = {
    "neighbour": KNeighborsClassifier(n_neighbors=1),
    "tree": DecisionTreeClassifier(random_state=0),
    "weights": LogisticRegression(max_iter=300),
}


class Learner:
    """Draws 0 and 1 twice, each with three variations, and holds a quarter back."""

    def __init__(self, seed: int, method: str) -> None:
        draws = np.random.default_rng(seed)
        images, labels = [], []
        for name in ("0", "1"):
            for _ in range(2):
                hand = Hand(slant=float(draws.uniform(-0.3, 0.3)), shake=0.05)
                drawn = rows_of(draw_shape(name, int(draws.integers(10**6)), hand=hand))
                variations = [varied(drawn, int(draws.integers(2**31))) for _ in "abc"]
                images += [pixels_of(rows) for rows in (drawn, *variations)]
                labels += [name] * 4
        held = np.arange(len(labels)) % 4 == 0
        self.train = np.array(images)[~held], np.array(labels)[~held]
        self._method = method

    def learn(self, images: Any, labels: Any) -> Any:
        return clone(METHODS[self._method]).fit(images, labels)

    def reads(self) -> tuple[float, float]:
        """What the bars of the notebook say: the gain from mine, and from others."""
        shown: list[Mapping[str, float]] = []
        other = parse_drawings(n1_01().data["autre-main.json"])
        common = np.isin(other.y, self.train[1])
        exec(  # noqa: S102  # the lab's own cell
            _cell_with("show_scores(").replace("from labs.kit import show_scores", ""),
            {
                "np": np,
                "other_score": 0.5,
                "reveal": lambda _: True,
                "train_images": self.train[0],
                "train_labels": self.train[1],
                "other_images": other.X[common],
                "other_labels": other.y[common],
                "learn": self.learn,
                "share_right": lambda ai, x, y: float(np.mean(ai.predict(x) == y)),
                "show_scores": lambda scores, _title: shown.append(scores),
            },
        )
        half, mine, mixed = (round(score, 2) for score in shown[0].values())
        return mine - half, mixed - mine


@cache
def n1_01() -> Built:
    return build(load().lab("N1-01"))


def _cell_with(text: str) -> str:
    (found,) = (
        cell.source
        for cell in n1_01().notebooks["release", "fr"].cells
        if cell.cell_type == "code" and text in cell.source
    )
    return str(found)


@pytest.fixture(scope="module")
def hidden() -> Iterator[Any]:
    source = n1_01().hidden
    assert source is not None
    module = types.ModuleType("hidden")
    # A dataclass looks its module up.
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(sys.modules, "hidden", module)
        exec(compile(source, "hidden.py", "exec"), module.__dict__)  # noqa: S102
        yield module


def refusal(hidden: Any, learner: Learner, remedy: str, seed: int) -> str | None:
    """The code the learner reads; None when the answer is accepted."""
    train = hidden.Part(*learner.train)
    other = parse_drawings(n1_01().data["autre-main.json"])
    common = np.isin(other.y, train.labels)
    part = hidden.Part(other.X[common], other.y[common])
    try:
        hidden.knows_what_helps(
            learner.learn, remedy, train, part, np.random.default_rng(seed)
        )
    except Incorrect as error:
        return str(error.code)
    return None


@pytest.mark.parametrize("method", METHODS)
def test_who_reads_the_bars_is_believed(hidden: Any, method: str) -> None:
    """Learners, of whom some see that more of their own helps more."""
    answers = []
    for seed in range(LEARNERS):
        learner = Learner(seed, method)
        from_mine, from_others = learner.reads()
        if from_others >= from_mine:
            answer = "other-hands"
        else:
            answer = "more-mine" if from_mine > 0 else "nothing"
        assert refusal(hidden, learner, answer, seed) is None, (seed, answer)
        answers.append(answer)

    assert "other-hands" in answers
    assert "more-mine" in answers or method != "neighbour"


@pytest.mark.parametrize("method", METHODS)
def test_who_says_the_contrary_of_the_bars_reads_m10(hidden: Any, method: str) -> None:
    """Unless fresh draws happen to say the same as they do."""
    contrary = [
        refusal(hidden, learner, "more-mine", seed)
        for seed in range(LEARNERS)
        if (gains := (learner := Learner(seed, method)).reads())[1] > gains[0] + 0.2
    ]

    assert len(contrary) >= 3
    assert contrary.count("M10") >= 0.8 * len(contrary)
