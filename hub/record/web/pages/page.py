"""What every page shares: templates, sign-in, language, errors as pages."""

from __future__ import annotations

import hashlib
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jupyterhub.services.auth import HubOAuthCallbackHandler
from tornado.web import HTTPError

from hub.jupyterhub_private import is_signed_in
from hub.record.domain.refusal import Refused
from hub.record.language import Speech
from hub.record.web import states
from hub.record.web.base import HEADERS, Handler
from hub.record.web.context import Context
from hub.record.web.states import N_
from labs.language import LANG_COOKIE, LANGUAGES

TEMPLATES = Path(__file__).parents[1] / "templates"
YEAR_DAYS = 365


class Page(Handler):
    """Base of the handlers that answer with a page."""

    async def prepare(self) -> None:
        self.keep_language()
        await super().prepare()

    def keep_language(self) -> None:
        """`?lang=en` is remembered in a cookie, and changes nothing else."""
        asked = self.get_query_argument("lang", "")
        if asked in LANGUAGES:
            self.set_cookie(
                LANG_COOKIE,
                asked,
                path=self.context.settings.hub_base,
                expires_days=YEAR_DAYS,
                samesite="Lax",
                secure=self.request.protocol == "https",
            )

    def not_signed_in(self) -> None:
        """A person is sent to sign in; a form or a fragment cannot be."""
        is_fragment = "HX-Request" in self.request.headers
        if self.request.method != "GET" or is_fragment:
            raise HTTPError(403)
        self.redirect(self.get_login_url())

    def page(self, template: str, **values: Any) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(self.drawn(template, **values))

    def fragment(self, template: str, **values: Any) -> None:
        """A piece of page that htmx asks for again and again: 304 while the same."""
        html = self.drawn(template, **values)
        if self.request.headers.get("If-None-Match") == values["tag"]:
            self.set_status(304)
            self.finish()
            return
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("ETag", values["tag"])
        self.finish(html)

    def compute_etag(self) -> str | None:
        return None  # ours is about what is shown, not about every byte

    def drawn(self, template: str, **values: Any) -> str:
        speech = Speech(self.language(), self.context.settings.timezone)
        environment = _environment(speech.lang, str(self.context.settings.timezone))
        common: dict[str, Any] = {
            "site": self.context.settings.site_name,
            "prefix": self.prefix,
            "hub": self.context.settings.hub_base + "hub/",
            "here": self.request.path,
            "other_lang_url": self._other_language(speech.lang),
            "user_name": self.current_user["name"] if is_signed_in(self) else None,
            "xsrf": self.xsrf_token.decode() if is_signed_in(self) else "",
            "static": self._static,
            "cohorts": [],
            "said": "",
        }
        return environment.get_template(template).render({**common, **values})

    def open_url(self, cohort: str, lab: str) -> str:
        """Where "Open my notebook" leads: a running server, then this lab in it."""
        base, user = self.context.settings.hub_base, quote(self.name, safe="@~")
        query = urlencode({"cohort": cohort, "lab": lab, "lang": self.language()})
        target = f"{base}user/{user}/labs/open?{query}"
        return f"{base}hub/spawn/{user}?{urlencode({'next': target})}"

    def back(self, path: str, said: str) -> None:
        self.redirect(f"{self.prefix}{path}?{urlencode({'said': said})}", status=303)

    def write_refusal(self, status: int, said: dict[str, str]) -> None:
        self.set_header("Content-Type", "text/html; charset=utf-8")
        sentence = said[self.language()]
        self.finish(
            self.drawn(
                "error.html",
                status=status,
                sentence=sentence,
                request_id=self.request_id,
            )
        )

    def _other_language(self, lang: str) -> str:
        kept = [
            (name, value)
            for name in self.request.query_arguments
            if name not in ("lang", "said")
            for value in self.get_query_arguments(name)
        ]
        other = next(each for each in LANGUAGES if each != lang)
        return f"{self.request.path}?{urlencode([*kept, ('lang', other)])}"

    def _static(self, path: str) -> str:
        return _static(self.context, path)


class SignIn(HubOAuthCallbackHandler):
    """Where the Hub sends the browser back. JupyterHub's own, with our error page."""

    context: Context

    def initialize(self, context: Context, rules: Any) -> None:
        self.context = context
        self.hub_auth = context.hub_auth

    def set_default_headers(self) -> None:
        for name, value in HEADERS.items():
            self.set_header(name, value)

    async def prepare(self) -> None:
        # JupyterHub's `get` reads current_user, which would ask the Hub while the
        # whole event loop waits. Asked here first, without blocking anybody.
        self.current_user = await self.hub_auth.get_user(self, sync=False)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        lang = self.get_cookie(LANG_COOKIE) or "fr"
        speech = Speech(
            lang if lang in LANGUAGES else "fr", self.context.settings.timezone
        )
        refused = Refused(
            status_code,
            N_(
                "La connexion ne s'est pas terminée. Reviens à l'accueil pour te "
                "connecter à nouveau : rien n'est perdu."
            ),
        )
        template = _environment(speech.lang, str(speech.zone)).get_template(
            "signin_error.html"
        )
        self.finish(
            template.render(
                site=self.context.settings.site_name,
                prefix=self.context.settings.prefix,
                sentence=speech.refusal(refused),
                static=lambda p: (
                    f"{self.context.settings.prefix}static/{p}?v={_hash(p)}"
                ),
            )
        )


@cache
def _environment(lang: str, zone: str) -> Environment:
    """Jinja for one language. Autoescape everywhere; an unknown name is an error."""
    speech = Speech(lang, ZoneInfo(zone))
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        extensions=["jinja2.ext.i18n"],
    )
    environment.install_gettext_callables(  # type: ignore[attr-defined]
        speech.gettext, speech.ngettext, newstyle=True
    )
    environment.globals.update(
        lang=lang,
        colon=speech.typeset(" :").lstrip(" "),
        other_lang="en" if lang == "fr" else "fr",
        STATES=states.STATES,
        JOB_FAILED=states.JOB_FAILED,
        STUCK=states.STUCK,
        KINDS=states.KINDS,
        ACTIONS=states.ACTIONS,
        SAID=states.SAID,
    )
    environment.filters.update(
        moment=speech.moment,
        short=speech.short,
        points=speech.points,
        iso=datetime.isoformat,
        typo=speech.typeset,
        local=lambda when: when.astimezone(speech.zone).strftime("%Y-%m-%dT%H:%M"),
    )
    return environment


def _static(context: Context, path: str) -> str:
    return f"{context.settings.prefix}static/{path}?v={_hash(path)}"


@cache
def _hash(path: str) -> str:
    """A short name of the file's content, so that a browser may keep it."""
    file = Path(__file__).parents[1] / "static" / path
    return hashlib.sha256(file.read_bytes()).hexdigest()[:8] if file.exists() else "0"
