"""The record with a stand-in Hub around it, for tests and for trying things out.

The stand-in answers the four addresses of the Hub that JupyterHub's own HubOAuth
asks (who is this token, authorize, token for code, logout), so the record's real
sign-in code runs unchanged. Nothing of this is in the product.

    .venv/bin/python -m tests.hub.record.fake_hub --port 10101 --state /tmp/record

Tokens: `token-ada`, `token-prof`, ... (PEOPLE below) and `token-feed`. In a browser:
http://127.0.0.1:10101/hub/login?user=ada
"""

from __future__ import annotations

import argparse
import asyncio
import base64
import io
import json
import threading
import zipfile
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyterhub.services.auth import HubOAuth
from tornado.httputil import url_concat
from tornado.netutil import bind_sockets
from tornado.web import RequestHandler

from hub.record import seeding
from hub.record.settings import RecordSettings, from_environment
from hub.record.web.app import make_app, open_context
from hub.record.web.server import bounded
from labs import catalogue

ACCESS = "access:services!service=record"
LEARNER = [ACCESS, "custom:record:self"]
INSTRUCTOR = [*LEARNER, "custom:record:cohort:read", "custom:record:cohort:write"]
PEOPLE: dict[str, dict[str, Any]] = {
    **{
        name: {"kind": "user", "name": name, "scopes": LEARNER}
        for name in ("ada", "basile", "chloe", "driss", "elin", "fatou", "nobody")
    },
    **{
        name: {"kind": "user", "name": name, "scopes": INSTRUCTOR}
        for name in ("prof", "prof-b")
    },
    "feed": {
        "kind": "service",
        "name": "autograder",
        "scopes": [ACCESS, "custom:record:feed:write"],
    },
    "ops": {"kind": "user", "name": "ops", "scopes": [ACCESS, "custom:record:ops"]},
    "outsider": {"kind": "user", "name": "ada", "scopes": ["custom:record:self"]},
}
SEED = {
    "institution": {"id": "demo", "name": "Démo"},
    "cohorts": [
        {
            "id": "demo",
            "name": "Promo démo",
            "learners": [
                {"name": "ada", "display": "Ada Lovelace"},
                {"name": "basile", "display": "Basile Mercier"},
                {"name": "chloe", "display": "Chloé Renard"},
                {"name": "driss", "display": "Driss Benali"},
                {"name": "elin", "display": "Elin Sørensen"},
            ],
            "staff": ["prof"],
            "release": ["N1-00", "N1-01"],
        },
        {
            "id": "demo-b",
            "name": "Promo démo B",
            "learners": [{"name": "fatou", "display": "Fatou Diop"}],
            "staff": ["prof-b"],
            "release": ["N1-00"],
        },
    ],
}


class HubUser(RequestHandler):
    """GET /hub/api/user: who is this token?"""

    def get(self) -> None:
        token = self.request.headers.get("Authorization", "").partition(" ")[2]
        model = PEOPLE.get(token.removeprefix("token-"))
        if model is None or not token.startswith("token-"):
            self.set_status(403)
            self.finish({"status": 403, "message": "unknown token"})
            return
        self.finish(model)


class Login(RequestHandler):
    """GET /hub/login?user=ada: from now on this browser is ada."""

    def get(self) -> None:
        self.set_cookie("fake-hub-user", self.get_query_argument("user"), path="/hub/")
        self.redirect("/services/record/")


class Authorize(RequestHandler):
    def get(self) -> None:
        user = self.get_cookie("fake-hub-user")
        if user not in PEOPLE:
            links = "".join(f'<a href="/hub/login?user={p}">{p}</a> ' for p in PEOPLE)
            self.finish(f"<!doctype html><title>Fake Hub</title><p>{links}")
            return
        answer = {"code": f"code-{user}", "state": self.get_query_argument("state")}
        self.redirect(url_concat(self.get_query_argument("redirect_uri"), answer))


class Token(RequestHandler):
    def post(self) -> None:
        code = self.get_body_argument("code")
        self.finish({"access_token": "token-" + code.removeprefix("code-")})


class Anything(RequestHandler):
    def get(self, *_: str) -> None:
        self.finish(f"<!doctype html><title>Hub</title><p>Hub: {self.request.path}")


class RecordServer:
    """The record at http://127.0.0.1:<port>/services/record, in its own thread.

    Use as a context manager; `context` gives the tests the database and the signals.
    """

    def __init__(
        self, state: Path, port: int = 0, database: str = "", seed: Any = SEED
    ) -> None:
        env = {"CAIRE_STATE": str(state), "CAIRE_RECORD_DB": database}
        self.settings: RecordSettings = from_environment(env)
        self._sockets = bind_sockets(port, "127.0.0.1")
        self.origin = f"http://127.0.0.1:{self._sockets[0].getsockname()[1]}"
        self.url = self.origin + self.settings.prefix.rstrip("/")
        self._seed = seed
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)

    def __enter__(self) -> RecordServer:
        self._thread.start()
        if not self._ready.wait(30):
            raise RuntimeError("the record did not start within 30 s")
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        auth = HubOAuth(
            api_url=f"{self.origin}/hub/api",
            api_token="token-record",
            oauth_client_id="service-record",
            base_url=self.settings.prefix,
            access_scopes={ACCESS},
            cache_max_age=30,
        )
        self.context = open_context(self.settings, auth)
        if self._seed:
            with self.context.database.write() as session:
                seeding.apply(session, seeding.plan(self._seed))
        app = make_app(self.context)
        app.add_handlers(
            ".*",
            [
                (r"/hub/api/user", HubUser),
                (r"/hub/api/oauth2/authorize", Authorize),
                (r"/hub/api/oauth2/token", Token),
                (r"/hub/login", Login),
                (r"/(hub|user)/.*", Anything),
            ],
        )
        server = bounded(app)
        server.add_sockets(self._sockets)
        self._ready.set()
        await self._stop.wait()
        server.stop()
        self.context.close()
        with suppress(TimeoutError):
            await asyncio.wait_for(server.close_all_connections(), 2)
        self.context.end()


def version_body(lab: str) -> dict[str, Any]:
    """A content version of a lab as the feed sends it."""
    exercises = [
        {
            "id": each.id,
            "possible": each.points,
            "manual": each.manual,
            "title": dict(each.title),
        }
        for each in catalogue.load().lab(lab).exercises
    ]
    files = {}
    for lang in ("fr", "en"):
        bundle = io.BytesIO()
        with zipfile.ZipFile(bundle, "w") as out:
            out.writestr(f"{lab}.ipynb", json.dumps(notebook(lab, lang)))
        files[lang] = base64.b64encode(bundle.getvalue()).decode()
    return {"exercises": exercises, "files": files}


def notebook(lab: str, text: str = "") -> dict[str, Any]:
    """A small notebook of a lab; another text is another content."""
    cell = {"id": "a", "cell_type": "markdown", "metadata": {}, "source": text}
    metadata = {"caire": {"lab": lab, "lang": "fr", "version": "v1"}}
    return {"cells": [cell], "metadata": metadata, "nbformat": 4, "nbformat_minor": 5}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=int, default=10101)
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--release", action="store_true", help="release tiny labs too")
    args = parser.parse_args()
    with RecordServer(args.state, args.port) as server:
        if args.release:
            release_all(server)
        print(
            f"{server.url}/ ; tokens: token-ada ... token-prof, token-feed", flush=True
        )
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


def release_all(server: RecordServer) -> None:
    """Do what the autograder service does with the seed's release jobs."""
    import httpx

    with httpx.Client(
        base_url=server.url, headers={"Authorization": "token token-feed"}
    ) as feed:
        for job in feed.get("/api/feed/work").json()["work"]:
            lab = job["lab"]
            feed.put(f"/api/feed/versions/{lab}/v1", json=version_body(lab))
            body = {"cohort": job["cohort"], "lab": lab, "version": "v1"}
            feed.post("/api/feed/releases", json={**body, "job": job["id"]})


if __name__ == "__main__":
    main()
