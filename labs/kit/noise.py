"""A limit that luck must not decide: `expect_at_least`.

The one rule: a draw near the limit fails nobody. It is measured again on fresh
draws, and those decide. When marking, all draws follow from the submission
and a secret of the site, so the same work is judged the same for ever.

Words: a *draw* is one measurement on data made at random; its *noise* is how far
one draw may be from what many draws would give, in the unit of the value.
"""

from collections.abc import Callable
from typing import Any

from labs.kit.checks import Incorrect
from labs.kit.language import say

FRESH_DRAWS = 5
_ROUNDING = 1e-9  # 0.7999999999999999 is 0.8

Sentence = str | Callable[[float], str]

MEASURED_AGAIN = {
    "fr": f"C'était tout près de la limite : j'ai mesuré encore {FRESH_DRAWS} fois, "
    "sur de nouveaux tirages, et leur moyenne compte.",
    "en": f"That was very near the limit: I measured {FRESH_DRAWS} more times, on "
    "fresh draws, and their mean counts.",
}


def expect_at_least(
    value_of: Callable[[Any], float],
    limit: float,
    code: str | None,
    *,
    noise: float,
    fr: Sentence,
    en: Sentence,
) -> None:
    """Go on when the value reaches `limit`; otherwise raise Incorrect(code, fr, en).

    value_of: gets an `rng` (NumPy's Generator), draws from it, gives one number.
    fr, en: what the learner reads, or a function of the value that makes it.

    The first draw at or above the limit: passed. More than `noise` below, or not a
    number: failed. Between: FRESH_DRAWS more, whose mean decides alone. The first
    does not count in it, for it was looked at again because it was low. Returns
    nothing: a number at the end of a test cell would be partial credit.
    """
    rng = _rng()
    value = float(value_of(rng))
    if value >= limit - _ROUNDING:
        return
    if not value >= limit - noise - _ROUNDING:  # a NaN is not
        raise _incorrect(code, fr, en, value)
    value = sum(float(value_of(rng)) for _ in range(FRESH_DRAWS)) / FRESH_DRAWS
    if not value >= limit - _ROUNDING:
        raise _incorrect(code, fr, en, value, MEASURED_AGAIN)
    _tell(MEASURED_AGAIN)


def use_draws(rng: Any) -> None:
    """Draw from this generator (the examiner); None: from one of our own."""
    _given[:] = [] if rng is None else [rng]
    _told.clear()


def told() -> dict[str, str]:
    """What a test that passed says all the same: {"fr", "en"}, or nothing."""
    return dict(_told)


_given: list[Any] = []
_told: dict[str, str] = {}


def _rng() -> Any:
    if _given:
        return _given[-1]
    import numpy as np  # here, because a check that draws nothing must not pay for it

    return np.random.default_rng(0)


def _tell(again: dict[str, str]) -> None:
    if _given:
        _told.update(again)
    else:
        say(**again)


def _incorrect(
    code: str | None,
    fr: Sentence,
    en: Sentence,
    value: float,
    again: dict[str, str] | None = None,
) -> Incorrect:
    said = {
        lang: text if isinstance(text, str) else text(value)
        for lang, text in (("fr", fr), ("en", en))
    }
    if again:
        said = {lang: f"{text} {again[lang]}" for lang, text in said.items()}
    return Incorrect(code, said["fr"], said["en"])
