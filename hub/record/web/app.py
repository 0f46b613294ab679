"""The Tornado application: routes, cookies, static files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jupyterhub.services.auth import HubOAuth
from tornado.web import Application, StaticFileHandler

from hub.record.domain.refusal import not_here
from hub.record.exchange import Exchange
from hub.record.secrets_folder import cookie_secret, receipt_key
from hub.record.settings import RecordSettings
from hub.record.store.database import Database
from hub.record.web.base import HEADERS, Handler
from hub.record.web.bodies import Bodies
from hub.record.web.context import Context
from hub.record.web.pages.page import Page, SignIn
from hub.record.web.routes import ROUTES
from labs import catalogue

STATIC = Path(__file__).parent / "static"
# A revoked right is gone after this long, instead of JupyterHub's five minutes.
HUB_CACHE_S = 30


class Static(StaticFileHandler):
    """Style, script and font files: the only answers a browser may keep."""

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.clear_header("Server")

    def set_extra_headers(self, path: str) -> None:
        self.set_header("Cache-Control", "public, max-age=3600")


class NotFound(Page):
    """Any other address: the same 404 for everybody."""

    async def prepare(self) -> None:
        raise not_here()

    def write_refusal(self, status: int, said: dict[str, str]) -> None:
        is_api = self.request.path.startswith(f"{self.prefix}api/")
        (Handler if is_api else Page).write_refusal(self, status, said)


def open_context(settings: RecordSettings, hub_auth: Any = None) -> Context:
    """Database upgraded, keys ready, Hub's OAuth client made."""
    database = Database(settings.database)
    database.upgrade()
    exchange = Exchange(
        database,
        receipt_key(settings.folder),
        settings.site_name,
        settings.grace,
    )
    auth = hub_auth or HubOAuth(
        cache_max_age=HUB_CACHE_S, base_url=settings.prefix, hub_prefix=_hub(settings)
    )
    # JupyterHub sets no SameSite by itself; what the operator sets wins.
    # Tornado wants the names in lower case, JupyterHub's documentation does not.
    given = {name.lower(): value for name, value in auth.cookie_options.items()}
    auth.cookie_options = {"samesite": "Lax", **given}
    bodies = Bodies(settings.folder / "arriving")
    return Context(settings, database, exchange, auth, catalogue.load(), bodies)


def make_app(context: Context) -> Application:
    prefix = context.settings.prefix
    routes: list[Any] = [
        (
            f"{prefix}{route.path}",
            route.handler,
            {"context": context, "rules": route.rules},
        )
        for route in ROUTES
    ]
    return Application(
        [
            *routes,
            (f"{prefix}oauth_callback", SignIn, {"context": context, "rules": {}}),
            (f"{prefix}static/(.*)", Static, {"path": str(STATIC)}),
            (r".*", NotFound, {"context": context, "rules": {}}),
        ],
        cookie_secret=cookie_secret(context.settings.folder),
        # Checked in Handler.prepare instead: Tornado would check before it knows
        # that the caller is a program with a token, which needs none.
        xsrf_cookies=False,
        # Where the cookies of a session stay, its anti-forgery cookie stays too.
        xsrf_cookie_kwargs=context.hub_auth.cookie_options,
        static_hash_cache=True,
        serve_traceback=False,
    )


def _hub(settings: RecordSettings) -> str:
    return settings.hub_base + "hub/"
