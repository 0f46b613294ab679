"""Signed receipts: proof for the learner that the record holds this content.

A receipt is a compact JWS (EdDSA over Ed25519), so anyone with the published
key can check it offline, and we cannot later deny it. The private key is one
file beside the database, never in it.
"""

from __future__ import annotations

import base64
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import jwt
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import (
    Ed25519PrivateKey,
    Ed25519PublicKey,
)

TYPE = "receipt+jwt"


class BadReceipt(ValueError):
    """Not a receipt of ours, or changed since."""


@dataclass(frozen=True)
class Receipt:
    """What is signed; times are UTC, digest is `archive.digest_of` the files.

    received_at: the time that counts. complete_at: when the last byte was there.
    """

    site: str
    learner: str
    cohort: str
    lab: str
    kind: str
    submission: str
    digest: str
    received_at: datetime
    complete_at: datetime


class ReceiptKey:
    """The site's signing key, and the public half that checks receipts.

    older: public halves of keys that signed before; the JWK names them as `older`, a
    member that other tools pass over.
    """

    def __init__(
        self, private: Ed25519PrivateKey, older: Sequence[Mapping[str, Any]] = ()
    ) -> None:
        self._private = private
        self.older = tuple(older)
        more = {"older": [*older]} if older else {}
        self.jwk: dict[str, Any] = {**public_jwk(private.public_key()), **more}

    @classmethod
    def from_pem(
        cls, pem: bytes, older: Sequence[Mapping[str, Any]] = ()
    ) -> ReceiptKey:
        key = serialization.load_pem_private_key(pem, password=None)
        if not isinstance(key, Ed25519PrivateKey):
            raise ValueError("the receipt key must be an Ed25519 private key")
        return cls(key, older)

    @staticmethod
    def new_pem() -> bytes:
        return Ed25519PrivateKey.generate().private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )

    def sign(self, receipt: Receipt) -> str:
        claims = {
            "iss": receipt.site,
            "sub": receipt.learner,
            "cohort": receipt.cohort,
            "lab": receipt.lab,
            "kind": receipt.kind,
            "submission": receipt.submission,
            "digest": receipt.digest,
            "received_at": receipt.received_at.isoformat(timespec="microseconds"),
            "complete_at": receipt.complete_at.isoformat(timespec="microseconds"),
        }
        headers = {"typ": TYPE, "kid": self.jwk["kid"]}
        return jwt.encode(claims, self._private, algorithm="EdDSA", headers=headers)


def verify(jws: str, jwk: dict[str, Any]) -> dict[str, Any]:
    """The claims of a receipt signed by `jwk` or one of its `older`. Raises BadReceipt.

    The algorithm and the type are pinned, and a key inside the token is ignored.
    """
    try:
        key = jwt.PyJWK({**that_signed(jws, jwk), "alg": "EdDSA"})
        if key.key_type != "OKP":
            raise BadReceipt("the key is not an Ed25519 key")
        whole = jwt.decode_complete(
            jws.strip(), key, algorithms=["EdDSA"], options={"verify_aud": False}
        )
    except (jwt.PyJWTError, ValueError, KeyError, TypeError) as error:
        raise BadReceipt(f"not a receipt signed by this key: {error}") from None
    if whole["header"].get("typ") != TYPE:
        raise BadReceipt("signed by this key, but not a receipt")
    claims: dict[str, Any] = whole["payload"]
    return claims


def that_signed(jws: str, jwk: Mapping[str, Any]) -> Mapping[str, Any]:
    """The one of a site's keys that the receipt names; the newest if it names none.

    Raises jwt.PyJWTError for what is no receipt at all.
    """
    kid = jwt.get_unverified_header(jws.strip()).get("kid")
    known = [jwk, *jwk.get("older", ())]
    return next((each for each in known if kid and each.get("kid") == kid), jwk)


def public_jwk(key: Ed25519PublicKey) -> dict[str, str]:
    """The key as a JWK whose `kid` is its RFC 7638 thumbprint."""
    raw = key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)
    jwk = {"crv": "Ed25519", "kty": "OKP", "x": _b64(raw)}
    canonical = json.dumps(jwk, sort_keys=True, separators=(",", ":")).encode()
    kid = _b64(hashlib.sha256(canonical).digest())
    return {**jwk, "alg": "EdDSA", "use": "sig", "kid": kid}


def _b64(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()
