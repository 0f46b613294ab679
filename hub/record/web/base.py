"""What every handler does before and after its own work.

Before: who is calling (from the Hub, never blocking the loop), whether the
route's rule opens, and the anti-forgery token for a browser. After: strict
headers, and every refusal as one sentence, JSON for programs, a page for people.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from collections.abc import Callable, Mapping
from http.client import responses
from typing import Any, TypeVar

from jupyterhub.services.auth import HubOAuthenticated
from sqlalchemy.orm import Session
from tornado.log import app_log
from tornado.web import HTTPError, RequestHandler

from hub.record.domain.refusal import Refused
from hub.record.language import Speech
from hub.record.web import access
from hub.record.web.access import Rule
from hub.record.web.context import Context
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


class Handler(HubOAuthenticated, RequestHandler):
    """Base of the API's handlers. `context` holds the shared parts."""

    context: Context
    rules: Mapping[str, Rule]
    user: dict[str, Any]

    def initialize(self, context: Context, rules: Mapping[str, Rule]) -> None:
        self.context = context
        self.hub_auth = context.hub_auth
        self.rules = rules
        self.request_id = secrets.token_hex(6)

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.clear_header("Server")

    async def prepare(self) -> None:
        self.speech = Speech(self.language(), self.context.settings.timezone)
        rule = self.rules.get(self.request.method or "")
        if rule is None:  # fail closed: no rule, no route
            raise Refused(405, "Cette adresse ne connaît pas cette méthode.")
        if rule.is_public:
            return
        model = await self.identify(rule)
        if model is None:
            self.not_signed_in()
            return
        if not access.may_enter(model, self.hub_auth.access_scopes):
            raise _no_right()
        if not access.opens(rule, model):
            raise _no_right()
        self.user = self.current_user = model

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
        asked = self.get_query_argument("lang", "") or self.get_cookie(LANG_COOKIE)
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

    def json_body(self, limit: int) -> Any:
        """The request's JSON. Raises Refused for anything that is not, NaN included."""
        if len(self.request.body) > limit:
            raise Refused(413, "Le corps de la requête est trop grand.")
        try:
            return json.loads(self.request.body, parse_constant=_refuse_constant)
        except (ValueError, RecursionError):
            raise Refused(400, "Le corps de la requête n'est pas du JSON.") from None

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


def _refuse_constant(word: str) -> float:
    raise ValueError(f"{word} is not a number")


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
