"""A receipt proves what it says, and nothing else can."""

from __future__ import annotations

import base64
import json
from dataclasses import replace
from datetime import UTC, datetime

import jwt
import pytest

from hub.record.domain.receipts import BadReceipt, Receipt, ReceiptKey, verify

GIVEN = Receipt(
    site="Site",
    learner="ada",
    cohort="demo",
    lab="N1-00",
    kind="submit",
    submission="a" * 20,
    digest="b" * 64,
    received_at=datetime(2026, 11, 21, 9, tzinfo=UTC),
    complete_at=datetime(2026, 11, 21, 9, 0, 20, tzinfo=UTC),
)


@pytest.fixture(scope="module")
def key() -> ReceiptKey:
    return ReceiptKey.from_pem(ReceiptKey.new_pem())


def test_a_receipt_says_what_was_received_and_when(key: ReceiptKey) -> None:
    claims = verify(key.sign(GIVEN), key.jwk)

    assert claims["sub"] == "ada"
    assert claims["digest"] == "b" * 64
    assert claims["received_at"] == "2026-11-21T09:00:00.000000+00:00"


def test_the_same_receipt_is_the_same_text(key: ReceiptKey) -> None:
    assert key.sign(GIVEN) == key.sign(GIVEN)
    assert key.sign(GIVEN) != key.sign(replace(GIVEN, digest="c" * 64))


def test_a_changed_receipt_is_refused(key: ReceiptKey) -> None:
    head, body, signature = key.sign(GIVEN).split(".")
    claims = json.loads(base64.urlsafe_b64decode(body + "=="))
    claims["sub"] = "basile"
    forged = base64.urlsafe_b64encode(json.dumps(claims).encode()).rstrip(b"=").decode()

    with pytest.raises(BadReceipt):
        verify(f"{head}.{forged}.{signature}", key.jwk)


def test_another_sites_receipt_is_refused(key: ReceiptKey) -> None:
    other = ReceiptKey.from_pem(ReceiptKey.new_pem())

    with pytest.raises(BadReceipt):
        verify(other.sign(GIVEN), key.jwk)


@pytest.mark.parametrize("text", ["", "a.b.c", "pas un reçu", "é" * 50])
def test_something_else_is_refused(key: ReceiptKey, text: str) -> None:
    with pytest.raises(BadReceipt):
        verify(text, key.jwk)


def test_a_token_without_signature_is_refused(key: ReceiptKey) -> None:
    unsigned = jwt.encode({"sub": "ada"}, "", algorithm="none")

    with pytest.raises(BadReceipt):
        verify(unsigned, key.jwk)


def test_a_key_of_another_kind_is_refused(key: ReceiptKey) -> None:
    with pytest.raises(BadReceipt):
        verify(key.sign(GIVEN), {"kty": "oct", "k": "c2VjcmV0"})
