"""A limit near which luck does not decide: who passes, who fails, and what is said."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from labs.kit import language
from labs.kit.checks import Incorrect
from labs.kit.noise import FRESH_DRAWS, expect_at_least, told, use_draws

LIMIT, NOISE = 0.8, 0.1


@pytest.fixture(autouse=True)
def nothing_stays() -> Iterator[None]:
    yield
    use_draws(None)


def share_of(truth: float) -> Callable[[Any], float]:
    """A model that is right `truth` of the time, measured on 40 drawings."""
    return lambda rng: float(np.mean(rng.random(40) < truth))


def values(*given: float) -> Callable[[Any], float]:
    """A model that measures these values, one after the other."""
    left = list(given)
    return lambda rng: left.pop(0)


def judge(value_of: Callable[[Any], float], seed: int = 1) -> Incorrect | None:
    use_draws(np.random.default_rng(seed))
    try:
        expect_at_least(
            value_of, LIMIT, "code", noise=NOISE, fr="non", en=lambda v: f"no: {v:.2f}"
        )
    except Incorrect as error:
        return error
    return None


def test_at_the_limit_one_draw_is_enough() -> None:
    assert judge(values(0.8)) is None
    assert judge(values(0.1 + 0.7)) is None  # 0.7999999999999999
    assert told() == {}


def test_one_unlucky_draw_fails_nobody_and_the_learner_reads_why() -> None:
    assert judge(values(0.71, *[0.81] * FRESH_DRAWS)) is None

    assert "encore 5 fois" in told()["fr"]
    assert "5 more times" in told()["en"]


@pytest.mark.parametrize("value", [0.69, 0.0, float("nan"), float("-inf")])
def test_far_below_the_limit_fails_at_once_and_says_nothing_of_draws(
    value: float,
) -> None:
    error = judge(values(value))

    assert error is not None
    assert (error.code, error.fr) == ("code", "non")
    assert "more times" not in error.en


def test_the_mean_of_the_fresh_draws_decides_and_is_the_value_told() -> None:
    error = judge(values(0.79, 0.9, *[0.75] * (FRESH_DRAWS - 1)))

    assert error is not None
    assert error.en.startswith("no: 0.78 That was very near the limit")
    assert error.fr.startswith("non C'était tout près")


def test_a_fresh_draw_that_is_no_number_does_not_pass() -> None:
    assert judge(values(0.75, *[float("nan")] * FRESH_DRAWS)) is not None


def test_a_score_that_straddles_the_limit_is_judged_the_same_twice() -> None:
    for seed in range(40):
        first, again = (judge(share_of(0.8), seed) for _ in range(2))

        assert (first is None) == (again is None)
        assert str(first) == str(again)


def test_over_many_submissions_noise_fails_few_good_ones_and_saves_no_bad_one() -> None:
    def failed(truth: float) -> int:
        return sum(judge(share_of(truth), seed) is not None for seed in range(200))

    alone = sum(
        share_of(0.85)(np.random.default_rng(seed)) < LIMIT for seed in range(200)
    )
    assert alone > 20  # what one draw alone would have failed
    assert failed(0.85) < alone / 3
    assert failed(0.5) == 200


def test_in_the_notebook_it_is_ordinary_python(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    language.set_language("en")

    expect_at_least(
        values(0.75, *[0.9] * FRESH_DRAWS), LIMIT, None, noise=NOISE, fr="", en=""
    )

    assert "5 more times" in capsys.readouterr().out
    with pytest.raises(Incorrect, match="no"):
        expect_at_least(share_of(0.2), LIMIT, None, noise=NOISE, fr="non", en="no")
