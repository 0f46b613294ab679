"""The proxy's handlers: each request is asked who, over whom, and what.

The one rule: a cohort that is not yours, one that does not exist and an address
that is not on the list are the same 404.
"""

from __future__ import annotations

import hmac
import json
import re
from collections.abc import Mapping
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import httpx
from jupyterhub.services.auth import HubOAuthCallbackHandler, HubOAuthenticated
from tornado.web import Application, HTTPError, RequestHandler, StaticFileHandler

from autograder.exchange.client import RecordAway, RecordRefused
from autograder.formgrader import allowlist
from autograder.formgrader.context import FormgraderContext
from autograder.formgrader.messages import page, reader_language, said
from autograder.formgrader.servers import FormgraderServer, NotStarted
from autograder.runtime.log import where
from labs.language import LANG_COOKIE

STATIC = Path(__file__).parent / "static"
SCOPE = "custom:record:cohort:read"
COHORT = r"[A-Za-z0-9][A-Za-z0-9_-]{0,99}"


class Refusal(HTTPError):
    """Ends the request with one of our sentences."""

    def __init__(self, status: int, key: str) -> None:
        super().__init__(status)
        self.key = key


class Handler(HubOAuthenticated, RequestHandler):
    """Strict headers and plain words, whatever happens."""

    context: FormgraderContext

    def initialize(self, context: FormgraderContext) -> None:
        self.context = context
        self.hub_auth = context.hub_auth

    def set_default_headers(self) -> None:
        self.nonce = allowlist.new_nonce()
        for name, value in allowlist.headers(self.nonce).items():
            self.set_header(name, value)
        self.clear_header("Server")

    def compute_etag(self) -> str | None:
        """Pages are never kept, and each has its own nonce."""
        return None

    @property
    def lang(self) -> str:
        accepts = self.request.headers.get("Accept-Language")
        return reader_language(self.get_cookie(LANG_COOKIE), accepts)

    def write_error(self, status_code: int, **more: Any) -> None:
        error = (more.get("exc_info") or (None, None))[1]
        key = error.key if isinstance(error, Refusal) else _because(status_code)
        if self._is_for_a_program():
            text = {"fr": said(key, "fr"), "en": said(key, "en")}
            body = {
                "ok": False,
                "error": text[self.lang],
                **text,
                "status": status_code,
            }
            self.set_header("Content-Type", "application/json; charset=utf-8")
            self.finish(json.dumps(body, ensure_ascii=False))
            return
        home = f"{self.context.prefix.split('services/')[0]}services/record/"
        static = f"{self.context.prefix}static/"
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(page(key, self.lang, static, home))

    def _is_for_a_program(self) -> bool:
        """A script of the page reads the answer, not a person."""
        is_read = self.request.method in ("GET", "HEAD")
        return not is_read or "/formgrader/api/" in self.request.path

    def log_exception(self, kind: Any, error: Any, trace: Any) -> None:
        if not isinstance(error, HTTPError):
            places = where(error)
            self.context.log.trouble("failed", why=type(error).__name__, where=places)


class Nothing(Handler):
    """Any address that is not on the list."""

    def prepare(self) -> None:
        raise Refusal(404, "not-here")


class SignIn(Handler, HubOAuthCallbackHandler):
    """The end of signing in: JupyterHub's own, with our sentences."""

    async def prepare(self) -> None:
        # JupyterHub's `get` would ask the hub while all others wait, and leave an event
        # loop behind each time: asked here first.
        self.current_user = await self.hub_auth.get_user(self, sync=False)


class Static(Handler, StaticFileHandler):
    """The proxy's own style and scripts."""

    compute_etag = StaticFileHandler.compute_etag

    def initialize(self, context: FormgraderContext) -> None:  # type: ignore[override]
        Handler.initialize(self, context)
        StaticFileHandler.initialize(self, str(STATIC))

    def set_extra_headers(self, path: str) -> None:
        self.set_header("X-Content-Type-Options", "nosniff")
        self.set_header("Content-Security-Policy", "default-src 'none'; sandbox")
        self.set_header("Cache-Control", "public, max-age=3600")


class FormgraderProxy(Handler):
    """One request to formgrader: who, over whom, is it on the list; then forward."""

    async def prepare(self) -> None:
        user = await self.hub_auth.get_user(self, sync=False)
        if user is None:
            if self._is_for_a_program():
                raise Refusal(403, "signed-out")
            self.redirect(self.get_login_url())
            return
        self.current_user = user
        if not _may_enter(user, self.hub_auth.access_scopes):
            raise Refusal(404, "not-here")
        self.user = str(user["name"])

    def check_xsrf_cookie(self) -> None:
        """`put` checks the proxy's own token instead, one a user and cohort.

        JupyterHub's ends in letters that nbgrader's script cuts off.
        """

    async def get(self, cohort: str, path: str) -> None:
        await self._allowed(cohort)
        if re.fullmatch(r"(formgrader/?(manage_.*)?)?", path):
            self.redirect(f"{self.context.prefix}{cohort}/formgrader/gradebook")
            return
        if path == "caire/mathjax.js":
            self.set_header("Content-Type", "text/javascript; charset=utf-8")
            self.finish((STATIC / "mathjax.js").read_bytes())
            return
        await self._forward(cohort, path)

    head = get

    async def put(self, cohort: str, path: str) -> None:
        await self._allowed(cohort)
        given = self.request.headers.get("X-CSRFToken", "")
        expected = self.context.forgery_token(self.user, cohort)
        if not hmac.compare_digest(given, expected) or not self._is_from_here():
            raise Refusal(403, "stale-page")
        await self._forward(cohort, path)

    post = put

    async def _allowed(self, cohort: str) -> None:
        try:
            if await self.context.is_staff(self.user, cohort):
                return
        except (RecordAway, RecordRefused):
            raise Refusal(503, "record-away") from None
        raise Refusal(404, "not-here")

    async def _forward(self, cohort: str, path: str) -> None:
        asked = self.request.query_arguments
        query = {name: self.get_query_argument(name) for name in asked}
        going = allowlist.allowed(self.request.method or "", path, query)
        if going is None:
            raise Refusal(404, "not-here")
        body = b""
        if going.kind == "write":
            try:
                body = allowlist.clean_body(path, self.request.body)
            except allowlist.BadMark:
                raise Refusal(400, "bad-mark") from None
        try:
            server = await self.context.servers.server_of(cohort)
        except NotStarted as no:
            self.context.log.trouble("no-server", cohort=cohort, why=str(no))
            raise Refusal(503, "not-started") from None
        if server is None:
            raise Refusal(404, "no-gradebook")
        answer = await self._ask(server, going, body)
        self._pass_back(answer, server, going)

    async def _ask(
        self, server: FormgraderServer, going: allowlist.AllowedRequest, body: bytes
    ) -> httpx.Response:
        path = f"{self.context.prefix}{server.cohort}/{going.path}"
        # Nothing of the reader's own headers: no cookie, no token goes in.
        try:
            return await server.http.request(
                self.request.method or "GET",
                path,
                params=going.query,
                content=body,
                headers={"X-Caire-Key": server.key, "Content-Type": "application/json"},
            )
        except httpx.HTTPError:
            raise Refusal(503, "not-started") from None

    def _pass_back(
        self,
        answer: httpx.Response,
        server: FormgraderServer,
        going: allowlist.AllowedRequest,
    ) -> None:
        if answer.is_redirect:
            self.redirect(self._own_address(answer.headers.get("Location", "")))
            return
        if answer.status_code >= 400:
            raise Refusal(answer.status_code, _because(answer.status_code))
        self.set_status(answer.status_code)
        if going.kind == "page":
            self._send_page(answer.text, server)
        elif going.kind == "static":
            kind = answer.headers.get("Content-Type", "application/octet-stream")
            self.set_header("Content-Type", kind)
            self.set_header("Cache-Control", "private, max-age=3600")
            self.finish(answer.content)
        else:
            # As formgrader does it: its scripts parse the text themselves.
            self.set_header("Content-Type", "text/plain; charset=utf-8")
            self.finish(answer.content)

    def _send_page(self, text: str, server: FormgraderServer) -> None:
        base = f"{self.context.prefix}{server.cohort}/"
        static = f"{self.context.prefix}static/"
        back = f"{self.context.prefix.split('services/')[0]}services/record/class/"
        ours = (
            '<meta name="viewport" content="width=device-width, initial-scale=1">'
            f'<link rel="stylesheet" href="{escape(static)}formgrader.css">'
            f'<script nonce="{server.nonce_placeholder}" '
            f'src="{escape(static)}formgrader.js" '
            f'data-lang="{self.lang}" data-cohort="{escape(server.cohort)}" '
            f'data-back="{escape(back + server.cohort)}"></script>'
        )
        # nbgrader's header block has no closing tag for its head on some pages.
        head, tag, rest = text.partition("<body")
        text = head.replace("</head>", "") + ours + "</head>" + tag + rest
        self.set_cookie(
            "_xsrf",
            self.context.forgery_token(self.user, server.cohort),
            path=base,
            samesite="Strict",
            secure=self.request.protocol == "https",
        )
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(text.replace(server.nonce_placeholder, self.nonce))

    def _own_address(self, location: str) -> str:
        path = urlsplit(location).path
        if not path.startswith(self.context.prefix):
            return f"{self.context.prefix}"
        query = urlsplit(location).query
        return f"{path}?{query}" if query else path

    def _is_from_here(self) -> bool:
        site = self.request.headers.get("Sec-Fetch-Site", "same-origin")
        return site == "same-origin"


def _may_enter(model: Mapping[str, Any], access: set[str]) -> bool:
    """The hub's answer must say: this service, and staff of something."""
    granted = set(model.get("scopes") or ())
    own = f"{SCOPE}!user={model.get('name')}"
    is_staff = SCOPE in granted or own in granted
    return is_staff and (not access or bool(granted & access))


def _because(status: int) -> str:
    """What is said where a status is all we know: bad input is not our fault."""
    if status == 404:
        return "not-here"
    return "not-understood" if 400 <= status < 500 else "failed"


def make_app(context: FormgraderContext, cookie_secret: bytes) -> Application:
    prefix = context.prefix
    shared = {"context": context}
    return Application(
        [
            (f"{prefix}oauth_callback", SignIn, shared),
            (f"{prefix}static/(formgrader\\.css|formgrader\\.js)", Static, shared),
            (f"{prefix}({COHORT})/?(.*)", FormgraderProxy, shared),
            (r".*", Nothing, shared),
        ],
        cookie_secret=cookie_secret,
        serve_traceback=False,
        xsrf_cookie_kwargs={"samesite": "Lax"},  # JupyterHub's own, of signing in
        xsrf_cookies=False,  # the proxy has its own, one a cohort and user
    )
