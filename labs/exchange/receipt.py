"""Is this receipt the record's? A receipt is a JWS signed with Ed25519.

Anyone who holds the record's public key can check one, years later and without
us; this is how the learner's own server does it.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from labs.exchange import problem

TYPE = "receipt+jwt"


def verified(jws: str, key: Mapping[str, Any], digest: str) -> dict[str, Any]:
    """What the receipt says, once its signature and its digest are found true.

    jws: compact form. key: the record's public key as a JWK. digest: of the files
    that were sent. Raises Problem when the receipt does not stand for them.
    """
    import jwt  # only when something is submitted: it costs an idle server 10 MB

    try:
        whole = jwt.decode_complete(
            jws,
            jwt.PyJWK.from_dict(_that_signed(jws, key), algorithm="EdDSA"),
            algorithms=["EdDSA"],
            options={"verify_aud": False},
        )
    except (jwt.PyJWTError, ValueError, TypeError, KeyError) as error:
        raise problem.false_receipt() from error
    claims: dict[str, Any] = whole["payload"]
    if whole["header"].get("typ") != TYPE or claims.get("digest") != digest:
        raise problem.false_receipt()
    return claims


def _that_signed(jws: str, key: Mapping[str, Any]) -> dict[str, Any]:
    """The newest key, or the one in `older` that the receipt names: the same files
    again have the receipt that they had before the site's key was changed."""
    import jwt

    kid = jwt.get_unverified_header(jws).get("kid")
    older = (each for each in key.get("older", ()) if kid and each.get("kid") == kid)
    return dict(next(older, key))
