"""The proxy to formgrader with a stand-in Hub around it, on one origin.

The stand-in answers what JupyterHub's own HubOAuth asks, so the proxy's real sign-in
code runs unchanged. The course, nbgrader and the formgrader server are real.
"""

import asyncio
import threading
from contextlib import suppress
from pathlib import Path
from typing import Any

from jupyterhub.services.auth import HubOAuth
from tornado.httputil import url_concat
from tornado.netutil import bind_sockets
from tornado.web import RequestHandler

from autograder.exchange.client import RecordClient
from autograder.formgrader.context import FormgraderContext
from autograder.formgrader.handlers import make_app
from autograder.formgrader.proxy import bounded
from autograder.formgrader.servers import ServerPool
from autograder.runtime.log import Log
from tests.autograder.fake_record import TOKEN, FakeRecord

PREFIX = "/services/formgrader/"
ACCESS = "access:services!service=formgrader"
STAFF = [ACCESS, "custom:record:cohort:read"]
PEOPLE: dict[str, dict[str, Any]] = {
    "prof": {"kind": "user", "name": "prof", "scopes": STAFF},
    "prof-b": {"kind": "user", "name": "prof-b", "scopes": STAFF},
    "ada": {"kind": "user", "name": "ada", "scopes": [ACCESS]},
    "outsider": {
        "kind": "user",
        "name": "prof",
        "scopes": ["custom:record:cohort:read"],
    },
}


class HubUser(RequestHandler):
    def get(self) -> None:
        token = self.request.headers.get("Authorization", "").partition(" ")[2]
        model = PEOPLE.get(token.removeprefix("token-"))
        if model is None:
            self.set_status(403)
        self.finish(model or {"status": 403, "message": "unknown token"})


class Login(RequestHandler):
    def get(self) -> None:
        self.set_cookie("stand-in-user", self.get_query_argument("user"), path="/hub/")
        self.finish("signed in")


class Authorize(RequestHandler):
    def get(self) -> None:
        user = self.get_cookie("stand-in-user")
        if user not in PEOPLE:
            self.finish("<!doctype html><title>Hub</title><p>Please sign in")
            return
        answer = {"code": f"code-{user}", "state": self.get_query_argument("state")}
        self.redirect(url_concat(self.get_query_argument("redirect_uri"), answer))


class Token(RequestHandler):
    def post(self) -> None:
        code = self.get_body_argument("code")
        self.finish({"access_token": "token-" + code.removeprefix("code-")})


class FormgraderStand:
    """Use as a context manager; `origin` is where hub and proxy answer."""

    def __init__(self, courses: Path, record: FakeRecord) -> None:
        self._courses = courses
        self._record = record
        self._sockets = bind_sockets(0, "127.0.0.1")
        self.origin = f"http://127.0.0.1:{self._sockets[0].getsockname()[1]}"
        self._ready = threading.Event()
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()))

    def url(self, path: str, cohort: str = "demo") -> str:
        return f"{self.origin}{PREFIX}{cohort}/{path}"

    def __enter__(self) -> "FormgraderStand":
        self._thread.start()
        assert self._ready.wait(30)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(30)

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        auth = HubOAuth(
            api_url=f"{self.origin}/hub/api",
            api_token="token-formgrader",
            oauth_client_id="service-formgrader",
            base_url=PREFIX,
            access_scopes={ACCESS},
            cache_max_age=30,
        )
        self.servers = ServerPool(self._courses, PREFIX)
        async with RecordClient(self._record.url, TOKEN) as record:
            context = FormgraderContext(PREFIX, record, self.servers, auth, Log())
            app = make_app(context, b"a cookie secret of the test only")
            app.add_handlers(
                ".*",
                [
                    (r"/hub/api/user", HubUser),
                    (r"/hub/api/oauth2/authorize", Authorize),
                    (r"/hub/api/oauth2/token", Token),
                    (r"/hub/login", Login),
                ],
            )
            server = bounded(app)
            server.add_sockets(self._sockets)
            self._ready.set()
            await self._stop.wait()
            server.stop()
            await self.servers.close()
            with suppress(TimeoutError):
                await asyncio.wait_for(server.close_all_connections(), 2)
