"""A small class in the middle of its work, made through the HTTP API only.

Used by the screenshots, the page tests and anyone who wants something to look at:
`.venv/bin/python -m tests.hub.record.classroom_life --state DIR [--port 10101]`.
"""

from __future__ import annotations

import argparse
import io
import json
import threading
import zipfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx

from labs import catalogue
from tests.hub.record.fake_hub import RecordServer, notebook, release_all

REASONS = {
    "M7": (
        "Ton score est mesuré sur les dessins qui ont servi à apprendre. Mesure-le sur "
        "ceux que tu as mis de côté : lance la cellule « mettre de côté » d'abord.",
        "Your score is measured on the drawings it learned from. Measure it on those "
        "you held back: run the 'hold back' cell first.",
    ),
    "few-drawings": (
        "Il y a 3 dessins pour « deux » ; il en faut 5 par classe. Dessines-en 2.",
        "There are 3 drawings for 'two'; each class needs 5. Draw 2 more.",
    ),
    "still-broken": (
        "La ligne donne encore une erreur : il manque une parenthèse à la fin.",
        "The line still gives an error: a bracket is missing at its end.",
    ),
}
P, H, F = "passed", "partial", "failed"
U, W, X = "untouched", "waiting", "could_not_mark"


def headers(name: str) -> dict[str, str]:
    return {"Authorization": f"token token-{name}"}


def archive(lab: str, text: str = "", /, **files: bytes) -> bytes:
    """A submission's zip: a small notebook of the lab, and other files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr(f"{lab}.ipynb", json.dumps(notebook(lab, text)))
        for name, content in files.items():
            bundle.writestr(name, content)
    return out.getvalue()


def result(lab: str, states: list[str], codes: list[str | None] | None = None) -> Any:
    """A result of a lab: one state per exercise, in the catalogue's order."""
    share = {P: 1.0, H: 0.5}
    exercises = []
    given = (codes or []) + [None] * len(states)
    for each, state, code in zip(
        catalogue.load().lab(lab).exercises, states, given, strict=False
    ):
        fr, en = REASONS.get(code or "", (None, None))
        exercises.append(
            {
                "id": each.id,
                "state": state,
                "points": each.points * share.get(state, 0.0),
                "possible": each.points,
                "code": code,
                "fr": fr,
                "en": en,
            }
        )
    return {
        "lab": lab,
        "lang": "fr",
        "version": "v1",
        "points": sum(e["points"] for e in exercises),
        "possible": sum(e["possible"] for e in exercises),
        "exercises": exercises,
        "seconds": 2.0,
        "marked_at": "2026-11-21T10:00:00+00:00",
    }


class Life:
    """What people and the feed do, in one line each."""

    def __init__(self, server: RecordServer) -> None:
        self.server = server
        self.http = httpx.Client(base_url=server.url, timeout=30)
        self._count = 0

    def send(
        self, name: str, lab: str, kind: str = "submit", cohort: str = "demo"
    ) -> str:
        self._count += 1
        answer = self.http.post(
            f"/api/submissions/{cohort}/{lab}?kind={kind}",
            content=archive(lab, f"{name} {self._count}"),
            headers=headers(name),
        )
        assert answer.status_code == 201, answer.text
        return str(answer.json()["submission"]["id"])

    def mark(
        self,
        submission: str,
        lab: str,
        states: list[str],
        codes: list[str | None] | None = None,
        rev: int = 1,
        final: bool = True,
    ) -> httpx.Response:
        body = {"result": result(lab, states, codes), "final": final}
        return self.http.put(
            f"/api/feed/results/{submission}/{rev}", json=body, headers=headers("feed")
        )

    def done(self, name: str, lab: str, states: list[str], *codes: str | None) -> str:
        """Hand in and mark at once."""
        sent = self.send(name, lab)
        self.mark(sent, lab, states, list(codes) or None)
        return sent


def get(life: Life, path: str, who: str = "ada", **more: str) -> httpx.Response:
    """What one person gets at an address, in a browser of their own."""
    life.http.cookies.clear()  # each call is another person's browser
    return life.http.get(path, headers={**headers(who), **more})


def live(server: RecordServer) -> Life:
    """Release the labs with deadlines and let five learners get somewhere."""
    release_all(server)
    life = Life(server)
    due = (datetime.now(UTC) + timedelta(days=6)).replace(hour=17, minute=0, second=0)
    for lab, when in (("N1-00", None), ("N1-01", due.isoformat())):
        body = {"cohort": "demo", "lab": lab, "version": "v1", "due": when}
        life.http.post("/api/feed/releases", json=body, headers=headers("feed"))
    auto, none = [P] * 5, [None] * 5
    life.done("ada", "N1-00", [P, P, P])
    sent = life.done("ada", "N1-01", [P, P, F, U, U, U], None, None, "M7")
    life.http.put(
        f"/api/feed/feedback/{sent}",
        content="<p>correction</p>",
        headers={**headers("feed"), "Content-Type": "text/html"},
    )
    life.done("basile", "N1-00", [P, P, F], None, None, "still-broken")
    life.done("basile", "N1-00", [P, P, F], None, None, "still-broken")
    life.done("chloe", "N1-00", [P, P, P])
    life.done("chloe", "N1-01", [*auto, W], *none, None)
    life.done("driss", "N1-01", [H, U, U, U, U, U], "few-drawings")
    check = life.send("elin", "N1-01", kind="check")
    life.mark(check, "N1-01", [P, F, U, U, U, U], [None, "M7"])
    stopped = life.send("elin", "N1-01")
    life.mark(stopped, "N1-01", [X, X, X, X, X, X])
    life.send("driss", "N1-01")
    return life


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=10101)
    parser.add_argument("--state", type=Path, required=True)
    args = parser.parse_args()
    with RecordServer(args.state, args.port) as server:
        live(server)
        print(f"{server.origin}/hub/login?user=ada", flush=True)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
