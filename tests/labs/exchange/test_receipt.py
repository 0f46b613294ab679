"""A receipt stands for the files that were sent, or it is refused."""

import json
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from labs.exchange.problem import Problem
from labs.exchange.receipt import TYPE, verified

KEY = Ed25519PrivateKey.generate()


def public(key: Ed25519PrivateKey = KEY) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(
        jwt.algorithms.OKPAlgorithm.to_jwk(key.public_key())
    )
    return found


def signed(digest: str = "abc", kind: str = TYPE) -> str:
    claims = {"digest": digest, "sub": "ada", "aud": "anyone"}
    return jwt.encode(claims, KEY, algorithm="EdDSA", headers={"typ": kind})


def test_a_true_receipt_says_what_was_signed() -> None:
    assert verified(signed(), public(), "abc")["sub"] == "ada"


@pytest.mark.parametrize(
    ("jws", "key"),
    [
        (signed("other files"), public()),
        (signed(kind="JWT"), public()),
        (signed(), public(Ed25519PrivateKey.generate())),
        (signed()[:-8] + "AAAAAAAA", public()),
        ("not a receipt", public()),
        (signed(), {}),
        (jwt.encode({"digest": "abc"}, "", algorithm="none"), public()),
    ],
    ids=["digest", "type", "key", "signature", "junk", "no key", "unsigned"],
)
def test_any_other_is_refused(jws: str, key: dict[str, Any]) -> None:
    with pytest.raises(Problem) as refused:
        verified(jws, key, "abc")

    assert refused.value.status == 502
