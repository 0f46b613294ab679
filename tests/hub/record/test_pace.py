"""How often a learner may send: checks by exercise, work handed in by lab."""

from __future__ import annotations

from datetime import timedelta

import pytest

from hub.record.domain.bucket import CHECKS, SUBMITS
from hub.record.domain.refusal import Refused
from hub.record.exchange import Exchange
from tests.hub.record.store.helpers import NOW, send


def test_checks_run_out_and_the_refusal_names_the_exercise(exchange: Exchange) -> None:
    for number in range(CHECKS.size):
        spent = send(exchange, f"{number}", kind="check").checks
        assert spent is not None
        assert spent.least.count == CHECKS.size - number - 1

    with pytest.raises(Refused) as told:
        send(exchange, "one more", kind="check")

    assert told.value.status == 429
    assert told.value.retry_after_s == CHECKS.refill_s
    assert told.value.values["exercise"]["fr"] in (
        "codename",
        "predict-first",
        "repair",
    )


def test_one_check_comes_back_after_a_while(exchange: Exchange) -> None:
    for number in range(CHECKS.size):
        send(exchange, f"{number}", kind="check")

    later = NOW + timedelta(seconds=CHECKS.refill_s)

    assert send(exchange, "later", kind="check", received_at=later).is_new


def test_only_a_program_hands_in_too_often(exchange: Exchange) -> None:
    for number in range(SUBMITS.size):
        assert send(exchange, f"{number}").checks is None

    with pytest.raises(Refused) as told:
        send(exchange, "one more")

    assert (told.value.status, told.value.values["size"]) == (429, SUBMITS.size)
    assert send(exchange, "of somebody else", user="basile").is_new
