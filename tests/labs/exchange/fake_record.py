"""The far side of the network: a record that keeps what it is sent, in memory.

It speaks the record's API (the learner's half of it), signs receipts with a real
key, and can be told to misbehave: `refuse_with`, `is_silent`, `forges_receipts`.
A submission is marked after it was asked about `asks_before_mark` times.
"""

from __future__ import annotations

import base64
import hashlib
import io
import json
import threading
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

TOKEN = "learner-token"
CHECKS = {"checked": ["my-ai"], "checks_left": 3, "next_check_s": 95}
PREFIX = "/services/record"


def notebook(lang: str = "fr", lab: str = "N1-01") -> dict[str, Any]:
    """A lab small enough to read: two exercises, one cell to prepare."""
    fr = lang == "fr"

    def code(cell_id: str, source: str, **metadata: Any) -> dict[str, Any]:
        return {
            "cell_type": "code",
            "id": cell_id,
            "metadata": metadata,
            "source": source,
            "outputs": [],
            "execution_count": None,
        }

    def text(cell_id: str, source: str) -> dict[str, Any]:
        return {
            "cell_type": "markdown",
            "id": cell_id,
            "metadata": {},
            "source": source,
        }

    def grader(name: str, **more: Any) -> dict[str, Any]:
        flags = {"grade": False, "solution": False, "locked": False}
        return {"grade_id": name, "schema_version": 3, "task": False, **flags, **more}

    test = {"grade": True, "locked": True, "points": 2}
    cells = [
        text("intro", "# Mon IA" if fr else "# My AI"),
        code("prepare-1", "data = [1, 2, 3]\nprint('prepared')", tags=["prepare"]),
        text(
            "one",
            "## Exercice 1 : Mes dessins" if fr else "## Exercise 1: My drawings",
        ),
        code("a1", "answer = None", nbgrader=grader("a1", solution=True)),
        code("drawings", "assert answer", nbgrader=grader("drawings", **test)),
        text(
            "two",
            "## Exercice 2 : Mon score" if fr else "## Exercise 2: My score",
        ),
        code("a2", "score = None", nbgrader=grader("a2", solution=True)),
        code("my-ai", "assert score", nbgrader=grader("my-ai", **test)),
    ]
    return {
        "cells": cells,
        "metadata": {
            "caire": {"lab": lab, "lang": lang, "version": "v1"},
            "kernelspec": {
                "name": "python3",
                "display_name": "Python 3",
                "language": "python",
            },
            "language_info": {"name": "python"},
        },
        "nbformat": 4,
        "nbformat_minor": 5,
    }


def release(lang: str) -> dict[str, bytes]:
    return {
        "N1-01.ipynb": json.dumps(notebook(lang)).encode(),
        "aides.json": b'{"drawings": {}}',
    }


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return out.getvalue()


def result(lang: str) -> dict[str, Any]:
    """One exercise passed, one nearly, with a code and a sentence."""
    passed = {
        "id": "drawings",
        "state": "passed",
        "points": 2.0,
        "possible": 2.0,
        "code": None,
        "fr": None,
        "en": None,
    }
    partial = {
        "id": "my-ai",
        "state": "partial",
        "points": 1.0,
        "possible": 2.0,
        "code": "M7",
        "fr": "Ton score est mesuré sur des dessins déjà appris : <b>0,99</b>. Essaie "
        "de le mesurer sur les dessins mis de côté.",
        "en": "Your score is measured on drawings already learnt: <b>0.99</b>. Try to "
        "measure it on the drawings held back.",
    }
    return {
        "lab": "N1-01",
        "lang": lang,
        "version": "v1",
        "points": 3.0,
        "possible": 4.0,
        "exercises": [passed, partial],
        "seconds": 1.5,
        "marked_at": "2026-11-21T10:00:05+00:00",
    }


@dataclass
class FakeRecord:
    """What it was asked and sent, and how it should answer."""

    url: str = ""
    asks_before_mark: int = 2
    refuse_with: tuple[int, dict[str, str]] | None = None
    is_silent: bool = False
    forges_receipts: bool = False
    due: str | None = "2099-12-04T17:00:00+00:00"
    releases: dict[str, dict[str, bytes]] = field(
        default_factory=lambda: {"fr": release("fr"), "en": release("en")}
    )
    submissions: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, dict[str, bytes]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    key: Ed25519PrivateKey = field(default_factory=Ed25519PrivateKey.generate)

    def forget(self) -> None:
        """As on the first day, at the same address and with the same key."""
        self.__dict__.update(FakeRecord(url=self.url, key=self.key).__dict__)

    def jwk(self) -> dict[str, str]:
        raw = base64.urlsafe_b64encode(self.key.public_key().public_bytes_raw())
        return {"kty": "OKP", "crv": "Ed25519", "x": raw.rstrip(b"=").decode()}

    def take(self, lab: str, kind: str, lang: str, body: bytes) -> tuple[int, Any]:
        with zipfile.ZipFile(io.BytesIO(body)) as archive:
            files = {name: archive.read(name) for name in archive.namelist()}
        lines = [
            f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode()
            for name, content in files.items()
        ]
        digest = hashlib.sha256(b"".join(sorted(lines))).hexdigest()
        for known in self.submissions:
            if (known["digest"], known["kind"]) == (digest, kind):
                return 200, self._taken(known)
        new: dict[str, Any] = {
            "id": f"s{len(self.submissions) + 1}",
            "cohort": "demo",
            "lab": lab,
            "kind": kind,
            "lang": lang,
            "received_at": datetime.now(UTC).isoformat(),
            "digest": digest,
            "asks": 0,
        }
        self.submissions.append(new)
        self.files[new["id"]] = files
        return 201, self._taken(new)

    def told(self, submission: dict[str, Any]) -> dict[str, Any]:
        """A submission as the API tells it: on its way, then marked."""
        shown = {key: submission[key] for key in submission if key != "asks"}
        left = self.asks_before_mark - submission["asks"]
        if left > 1:
            place = min(left - 1, 2)
            return {**shown, "state": "received", "place": place, "result": None}
        if left == 1:
            return {**shown, "state": "marking", "place": None, "result": None}
        marked = result(submission["lang"])
        return {**shown, "state": "marked", "place": None, "result": marked}

    def _taken(self, submission: dict[str, Any]) -> dict[str, Any]:
        kept = ("lab", "cohort", "received_at", "digest")
        claims = {key: submission[key] for key in kept}
        claims["submission"] = submission["id"]
        key = Ed25519PrivateKey.generate() if self.forges_receipts else self.key
        jws = jwt.encode(claims, key, "EdDSA", headers={"typ": "receipt+jwt"})
        url = f"{PREFIX}/receipt/{submission['id']}"
        return {
            "ok": True,
            "submission": self.told(submission),
            "receipt": {"jws": jws, "url": url, **claims},
            **(CHECKS if submission["kind"] == "check" else {}),
        }


@contextmanager
def running_record() -> Iterator[FakeRecord]:
    """A FakeRecord that listens on a free port of 127.0.0.1 meanwhile."""
    record = FakeRecord()

    class Handler(_Handler):
        fake = record

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    record.url = f"http://127.0.0.1:{server.server_port}{PREFIX}"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield record
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    fake: FakeRecord

    def log_message(self, *_: Any) -> None:
        """Keeps the test's output quiet."""

    def do_GET(self) -> None:
        self._answer(self._get)

    def do_POST(self) -> None:
        self._answer(self._post)

    def _answer(self, route: Any) -> None:
        fake = self.fake
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        address = urlsplit(self.path)
        fake.asked.append(f"{self.command} {address.path.removeprefix(PREFIX)}")
        if fake.is_silent:
            self.close_connection = True
            self.connection.close()
            return
        if self.headers.get("Authorization") != f"token {TOKEN}":
            return self._send(403, {"ok": False})
        if fake.refuse_with and self.command == "POST":
            return self._send(*fake.refuse_with)
        query = {key: values[0] for key, values in parse_qs(address.query).items()}
        parts = address.path.removeprefix(f"{PREFIX}/api/").split("/")
        self._send(*route(parts, query, body))

    def _get(self, parts: list[str], query: dict[str, str], _: bytes) -> Any:
        fake = self.fake
        match parts:
            case ["assignments"]:
                return 200, {"ok": True, "assignments": [self._assignment()]}
            case ["releases", "demo", "N1-01"]:
                return 200, zipped(fake.releases[query["lang"]])
            case ["submissions"]:
                newest = [fake.told(each) for each in reversed(fake.submissions)]
                return 200, {"ok": True, "submissions": newest}
            case ["submissions", name]:
                found = next(each for each in fake.submissions if each["id"] == name)
                found["asks"] += 1
                return 200, {"ok": True, "submission": fake.told(found)}
            case ["submissions", _, "feedback"]:
                return 200, b"<html>feedback</html>"
            case ["receipt-key"]:
                return 200, fake.jwk()
        said = {"fr": "Ce lab n’est pas pour toi.", "en": "This lab is not for you."}
        return 404, {"ok": False, **said}

    def _post(self, parts: list[str], query: dict[str, str], body: bytes) -> Any:
        _, _, lab = parts
        return self.fake.take(lab, query["kind"], query["lang"], body)

    def _assignment(self) -> dict[str, Any]:
        title = {
            "fr": "Mon IA reconnaît mes dessins",
            "en": "My AI recognises my drawings",
        }
        state = {"state": "not_started", "points": None, "possible": 4}
        about = {"cohort": "demo", "lab": "N1-01", "title": title, "minutes": 60}
        return {**about, "due": self.fake.due, "version": "v1", **state}

    def _send(self, status: int, content: Any) -> None:
        is_bytes = isinstance(content, bytes)
        body = content if is_bytes else json.dumps(content).encode()
        self.send_response(status)
        kind = "application/octet-stream" if is_bytes else "application/json"
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
