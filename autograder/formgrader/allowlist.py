"""Which requests may go to formgrader, and how they look there.

The one rule: a list of what is allowed; everything else does not exist. formgrader can
also assign, release, collect and autograde (nbgrader's own way, which runs learners'
code as us), edit students and load settings from any folder: none of that is here.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import re
import secrets
from dataclasses import dataclass
from typing import Any

_LAB = r"[A-Za-z0-9_-]{1,64}"
_ID = r"[0-9a-f]{32}"
_PAGES = (
    r"formgrader/gradebook/?",
    rf"formgrader/gradebook/{_LAB}/?",
    rf"formgrader/gradebook/{_LAB}/{_LAB}/?",
    rf"formgrader/submissions/{_ID}/?",
    rf"formgrader/submissions/{_ID}/(next|prev|next_incorrect|prev_incorrect)/?",
)
_STATIC = (r"formgrader/static/[A-Za-z0-9_/.-]+\.(js|css|woff2?|ttf)",)
_READ = (
    r"formgrader/api/assignments",
    rf"formgrader/api/notebooks/{_LAB}",
    rf"formgrader/api/submitted_notebooks/{_LAB}/{_LAB}",
    r"formgrader/api/(grades|comments)",
    rf"formgrader/api/(grade|comment)/{_ID}",
)
_WRITE = {
    "PUT": (rf"formgrader/api/(grade|comment)/{_ID}",),
    "POST": (rf"formgrader/api/submitted_notebook/{_ID}/flag",),
}
# Arguments formgrader needs. Not `path`, with which it loads settings from anywhere.
_ARGUMENTS = {"submission_id": re.compile(_ID), "index": re.compile(r"-?\d{1,6}")}
MAX_BODY = 64 * 1024
MAX_SCORE = 1000.0
MAX_COMMENT = 5000

# The scripts nbgrader writes into attributes of its own pages.
_HANDLERS = ("toggle_name(true);", "toggle_name(false);", "toggleAllNames()")


class BadMark(ValueError):
    """A body that is no score or comment."""


@dataclass(frozen=True)
class AllowedRequest:
    """A request that may go through. kind: page, static, read or write."""

    path: str
    query: dict[str, str]
    kind: str


def allowed(method: str, path: str, query: dict[str, str]) -> AllowedRequest | None:
    """The request as formgrader gets it, or None. path: without the cohort."""
    if ".." in path or "//" in path:
        return None
    kind = _kind(method, path)
    if kind is None:
        return None
    kept = {
        name: value
        for name, value in query.items()
        if name in _ARGUMENTS and _ARGUMENTS[name].fullmatch(value)
    }
    return AllowedRequest(path, kept, kind)


def _kind(method: str, path: str) -> str | None:
    if method in ("GET", "HEAD"):
        for kind, patterns in (("page", _PAGES), ("static", _STATIC), ("read", _READ)):
            if any(re.fullmatch(each, path) for each in patterns):
                return kind
        return None
    if any(re.fullmatch(each, path) for each in _WRITE.get(method, ())):
        return "write"
    return None


def clean_body(path: str, body: bytes) -> bytes:
    """What formgrader's own pages would send, and nothing beside. Raises BadMark."""
    if path.endswith("/flag"):
        return b""
    if len(body) > MAX_BODY:
        raise BadMark("too long")
    try:
        given = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise BadMark("not JSON") from error
    if not isinstance(given, dict):
        raise BadMark("not an object")
    if "/api/grade/" in path:
        names = ("manual_score", "extra_credit")
        return json.dumps({name: _score(given.get(name)) for name in names}).encode()
    comment = given.get("manual_comment")
    if comment is not None and (
        not isinstance(comment, str) or len(comment) > MAX_COMMENT or "\0" in comment
    ):
        raise BadMark("not a comment")
    return json.dumps({"manual_comment": comment}).encode()


def _score(value: Any) -> float | None:
    """A browser sends numbers as text. nbgrader would store any text it is given."""
    if value is None or value == "":
        return None
    try:
        score = float(value)
    except (TypeError, ValueError) as error:
        raise BadMark("not a number") from error
    if (
        isinstance(value, bool)
        or not math.isfinite(score)
        or not 0 <= score <= MAX_SCORE
    ):
        raise BadMark("not a score")
    return score


def headers(nonce: str) -> dict[str, str]:
    """For every answer of the proxy. Only scripts with the nonce run, whoever wrote
    the page; inline styles are allowed, for nbgrader's pages are full of them."""
    return {
        "Content-Security-Policy": (
            f"default-src 'none'; script-src 'nonce-{nonce}' 'unsafe-hashes' "
            f"{' '.join(map(_hash, _HANDLERS))}; style-src 'self' 'unsafe-inline'; "
            "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
            "form-action 'none'; base-uri 'none'; frame-ancestors 'none'"
        ),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-origin",
        "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
        "Cache-Control": "no-store",
    }


def _hash(script: str) -> str:
    digest = hashlib.sha256(script.encode()).digest()
    return f"'sha256-{base64.b64encode(digest).decode()}'"


def new_nonce() -> str:
    return secrets.token_urlsafe(18)
