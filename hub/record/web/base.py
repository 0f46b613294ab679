"""What every handler does before and after its own work.

Before: who is calling (from the Hub, never blocking the loop), whether the
route's rule opens, and the anti-forgery token for a browser. Only then is a body read,
within the bounds of bodies.py and the caller's share of shares.py. After: strict
headers, and every refusal as one sentence, JSON for programs, a page for people.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from functools import wraps
from http.client import responses
from pathlib import Path
from typing import Any, TypeVar

from jupyterhub.services.auth import HubOAuthenticated
from sqlalchemy.orm import Session
from tornado.httputil import HTTPInputError, parse_body_arguments
from tornado.log import app_log
from tornado.web import HTTPError, RequestHandler, stream_request_body

from hub.record.domain.refusal import Refused
from hub.record.language import Speech
from hub.record.web import access, arguments
from hub.record.web.access import Rule
from hub.record.web.bodies import Body, body_too_large
from hub.record.web.context import Context
from hub.record.web.shares import BODIES, REQUESTS, WAITS
from hub.record.web.states import N_
from labs.language import LANG_COOKIE, LANGUAGES, best_language

T = TypeVar("T")
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; "
        "img-src 'self' data:; font-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}


BY_STATUS = {
    400: N_("La requête est incomplète ou mal formée : rien n'a été fait."),
    403: N_(
        "Cette page a expiré ou la demande ne vient pas d'elle. Il faut la recharger, "
        "puis réessayer : rien n'a été fait."
    ),
    404: N_("Il n'y a rien à cette adresse : elle est fausse, ou son accès est fermé."),
    405: N_("Cette adresse ne connaît pas cette méthode."),
    502: N_(
        "Le Hub ne répond pas. Il faut attendre une minute, puis recharger la page : "
        "rien n'est perdu."
    ),
}


FORM = "application/x-www-form-urlencoded"
LOOK_EVERY_S = 1.0  # whether a body dawdles


def after_body(method: Callable[..., Any]) -> Callable[..., Any]:
    """The method, once the body is complete and a form's token is checked."""

    @wraps(method)
    async def run(self: Handler, *args: Any, **parts: Any) -> None:
        self.take_body()
        await method(self, *args, **parts)

    return run


@stream_request_body
class Handler(HubOAuthenticated, RequestHandler):
    """Base of the API's handlers. `context` holds the shared parts.

    body_limit: the bytes it takes; its `post` and `put` begin when all are there.
    """

    context: Context
    rules: Mapping[str, Rule]
    user: dict[str, Any]
    body_limit = 0

    def __init_subclass__(cls) -> None:
        """No handler can forget to wait for the body: the methods are wrapped here."""
        for name in ("post", "put", "patch", "delete"):
            if name in vars(cls):
                setattr(cls, name, after_body(vars(cls)[name]))

    def initialize(self, context: Context, rules: Mapping[str, Rule]) -> None:
        self.context = context
        self.hub_auth = context.hub_auth
        self.rules = rules
        self.request_id = secrets.token_hex(6)
        self.body: Body | None = None
        self.complete_at = self.context.clock()
        self.is_form_to_come = False
        self._given_back: list[Callable[[], None]] = []
        self._waiting: asyncio.Future[None] | None = None
        self.has_left = False  # the caller has closed the connection

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.clear_header("Server")

    async def prepare(self) -> None:
        self.speech = Speech(self.language(), self.context.settings.timezone)
        for name in self.request.query_arguments:
            for text in (name, *self.get_query_arguments(name, strip=False)):
                arguments.check_text(text)
        rule = self.rules.get(self.request.method or "")
        if rule is None:  # fail closed: no rule, no route
            raise Refused(405, "Cette adresse ne connaît pas cette méthode.")
        if rule.is_public:
            self.expect_body(0)
            return
        kind = self.request.headers.get("Content-Type", "")
        self.is_form_to_come = self.body_limit > 0 and kind.startswith(FORM)
        model = await self.identify(rule)
        if model is None:
            self.not_signed_in()
            return
        if not access.may_enter(model, self.hub_auth.access_scopes):
            raise _no_right()
        if not access.opens(rule, model):
            raise _no_right()
        self.user = self.current_user = model
        self.take_share(REQUESTS)
        self.expect_body(self.body_limit)

    def take_share(self, kind: str) -> Callable[[], None]:
        """One more open request of this kind; given back when it ends at the latest."""
        who = f"{self.user.get('kind')}:{self.name}"
        is_program = self.user.get("kind") == "service"
        give_back = self.context.shares.take(kind, who, is_program)
        self._given_back.append(give_back)
        return give_back

    def expect_body(self, limit: int) -> None:
        """From now on bytes may come. Raises Refused when more are announced."""
        announced = self.request.headers.get("Content-Length", "0")
        size = int(announced) if announced.isdecimal() else 0
        if size > limit:
            raise self.too_large(size)
        connection: Any = self.request.connection
        connection.set_max_body_size(limit)
        if limit:
            self.take_share(BODIES)
            self.body = self.context.bodies.open(limit)
            self._given_back.append(self.body.close)
            self._look_at_the_pace()

    def too_large(self, size: int | None) -> Refused:
        """What is said of a body of this size; None: nobody knows how large it is."""
        return body_too_large()

    def data_received(self, chunk: bytes) -> None:
        try:
            if self.body is None or self.body.size + len(chunk) > self.body.limit:
                raise self.too_large(None)
            self.body.add(chunk)
        except Refused as no:
            self.cut_off(no)

    def cut_off(self, refused: Refused) -> None:
        """Answer now, and wait for no more of the body."""
        self.send_error(refused.status, exc_info=(Refused, refused, None))
        self.on_connection_close()

    def take_body(self) -> None:
        """The body is complete: a small one is `request.body`, a form its arguments.

        Checks the form's anti-forgery token, which stands in it.
        """
        if self.body is None:
            return
        self.complete_at = self.context.clock()
        self._pace.cancel()
        self.request.body = self.body.complete()
        if self.is_form_to_come:
            self._take_form()
            self.is_form_to_come = False
            self.check_xsrf_cookie()

    @property
    def body_path(self) -> Path:
        """The file of a body that went to one."""
        if self.body is None:
            raise ValueError("this address takes no body")
        return self.body.path

    def whole_body(self) -> bytes:
        """All of a body in memory; only of one that is to be kept as it is."""
        return self.body_path.read_bytes()

    def _take_form(self) -> None:
        given: dict[str, list[bytes]] = {}
        try:
            parse_body_arguments(FORM, self.request.body, given, {})
        except HTTPInputError:
            raise HTTPError(400) from None
        for name, values in given.items():
            self.request.body_arguments.setdefault(name, []).extend(values)
            self.request.arguments.setdefault(name, []).extend(values)
            for text in (name, *self.get_body_arguments(name, strip=False)):
                arguments.check_text(text)

    def check_xsrf_cookie(self) -> None:
        """Of a form that is still to come: when it is there. A browser's caller is
        known by then, but nothing is done for them."""
        if not self.is_form_to_come:
            super().check_xsrf_cookie()

    def _look_at_the_pace(self) -> None:
        loop = asyncio.get_running_loop()
        self._pace = loop.call_later(LOOK_EVERY_S, self._check_the_pace)
        self._given_back.append(lambda: self._pace.cancel())

    def _check_the_pace(self) -> None:
        if self.body is None or self.body.is_closed:
            return
        try:
            self.body.check_pace()
        except Refused as no:
            self.cut_off(no)
        else:
            loop = asyncio.get_running_loop()
            self._pace = loop.call_later(LOOK_EVERY_S, self._check_the_pace)

    async def wait_for(self, news: Awaitable[None]) -> None:
        """Until there is news, or nobody is left who would read it."""
        self._waiting = asyncio.ensure_future(news)
        try:
            with suppress(asyncio.CancelledError):
                await self._waiting
        finally:
            self._waiting = None

    def share_of_waits(self) -> Callable[[], None]:
        return self.take_share(WAITS)

    def on_connection_close(self) -> None:
        self.has_left = True
        if self._waiting is not None:
            self._waiting.cancel()
        self.give_back()
        super().on_connection_close()

    def on_finish(self) -> None:
        self.give_back()

    def give_back(self) -> None:
        while self._given_back:
            self._given_back.pop()()

    async def identify(self, rule: Rule) -> dict[str, Any] | None:
        """The Hub's answer about the caller; None for nobody. Checks XSRF."""
        model: dict[str, Any] | None
        model = await self.hub_auth.get_user(self, sync=False)
        if model is not None and rule.uncached:
            token = self.hub_auth.get_token(self)
            model = await self.hub_auth.user_for_token(
                token, use_cache=False, sync=False
            )
        # What the rest of JupyterHub's code asks for, without a blocking second call.
        self.current_user = model
        if model is not None:
            self.check_xsrf_cookie()  # JupyterHub's: a call with a token needs none
        return model

    def not_signed_in(self) -> None:
        raise Refused(
            401,
            "Le jeton d'accès manque ou n'est plus valable. Il faut se reconnecter au "
            "Hub, puis réessayer : rien n'a été fait.",
        )

    @property
    def name(self) -> str:
        """The Hub's name for the caller."""
        return str(self.user["name"])

    @property
    def prefix(self) -> str:
        return self.context.settings.prefix

    def may(self, scope: str) -> bool:
        return access.holds(self.user, scope)

    def language(self) -> str:
        """The reader's choice (address, cookie), else the browser's, else French."""
        # Bytes: this is asked for refusals too, of arguments that are no text.
        given = self.request.query_arguments.get("lang", [b""])[-1]
        asked = given.decode("latin-1") or self.get_cookie(LANG_COOKIE)
        if asked in LANGUAGES:
            return str(asked)
        return best_language(self.request.headers.get("Accept-Language"))

    async def ask(self, question: Callable[[Session], T]) -> T:
        """Run a question in a read transaction, off the event loop."""

        def run() -> T:
            with self.context.database.read() as session:
                return question(session)

        return await asyncio.to_thread(run)

    async def change(self, change: Callable[[Session], T]) -> T:
        """Run a change in one write transaction, off the event loop."""

        def run() -> T:
            with self.context.database.write() as session:
                return change(session)

        return await asyncio.to_thread(run)

    def json_body(self) -> Any:
        """The request's JSON. Raises Refused for anything that is not, NaN included."""
        return arguments.from_json(self.request.body)

    def wait_s(self, longest: float) -> float:
        """`?wait=`, in seconds; 0 when it is not asked for."""
        return arguments.seconds(self.get_query_argument("wait", "0"), longest)

    def reply(self, status: int = 200, **content: Any) -> None:
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps({"ok": True, **content}, ensure_ascii=False))

    def attachment(self, body: bytes, kind: str, filename: str) -> None:
        """A file to save: never a page on our origin, whatever it holds."""
        self.set_header("Content-Type", kind)
        self.set_header("Content-Disposition", f'attachment; filename="{filename}"')
        self.set_header("Content-Security-Policy", "sandbox; default-src 'none'")
        self.finish(body)

    def send_error(self, status_code: int = 500, **kwargs: Any) -> None:
        refused = _refusal_in(kwargs.get("exc_info"), status_code)
        super().send_error(refused.status, **{**kwargs, "refused": refused})

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        refused: Refused = kwargs["refused"]
        zone = self.context.settings.timezone
        said = {lang: Speech(lang, zone).refusal(refused) for lang in LANGUAGES}
        if refused.retry_after_s is not None:
            self.set_header("Retry-After", str(refused.retry_after_s))
        app_log.info("%s %s: %s", self.request_id, status_code, said["en"])
        self.write_refusal(status_code, said)

    def write_refusal(self, status: int, said: dict[str, str]) -> None:
        self.set_header("Content-Type", "application/json; charset=utf-8")
        body = {"ok": False, "error": said[self.language()], **said, "status": status}
        self.finish(json.dumps(body, ensure_ascii=False))

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        if not isinstance(value, Refused):
            super().log_exception(typ, value, tb)


def _no_right() -> Refused:
    return Refused(
        403,
        "Ce compte n'a pas le droit de faire cela. Si c'est une erreur, la personne "
        "qui gère le Hub peut le changer.",
    )


def _refusal_in(exc_info: Any, status: int) -> Refused:
    """The sentence for what went wrong. Ours as it is; anything else by its status."""
    error = exc_info[1] if exc_info else None
    if isinstance(error, Refused):
        return error
    status = error.status_code if isinstance(error, HTTPError) else status
    default = N_(
        "Quelque chose n'a pas marché de notre côté. Rien de ce qui était rendu n'est "
        "perdu : on peut réessayer dans une minute."
    )
    known = status if status in responses else 500
    return Refused(known, BY_STATUS.get(status, default))
