"""The reader's language on the Hub's own pages: `_("…")` in a template.

Texts are written in French in the templates and translated in locale/en (a gettext
catalogue, read as it is: nothing to compile, nothing to forget).
"""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from babel.messages.pofile import read_po
from jinja2 import Environment, pass_context
from jinja2.ext import Extension
from jinja2.runtime import Context

from hub.jupyterhub_private import handler_of
from hub.spawners.language import language_asked
from labs.language import LANG_COOKIE, LANGUAGES

HUB = Path(__file__).resolve().parents[1]
CATALOGUES = HUB / "locale"
LOOK = HUB / "templates" / "look"
YEAR_DAYS = 365
# JupyterHub's own admin and token pages start themselves with a few inline lines.
INLINE = "script-src 'self' 'unsafe-inline'"


@cache
def catalogue(language: str) -> dict[str, str]:
    """French text to text in `language`; empty for French itself."""
    file = CATALOGUES / language / "LC_MESSAGES" / "hub.po"
    if not file.is_file():
        return {}
    with file.open("rb") as opened:
        return {str(m.id): str(m.string) for m in read_po(opened) if m.id and m.string}


def reader_language(handler: Any) -> str:
    """The reader's language; a choice by ?lang= is kept in a cookie for a year."""
    chosen = handler.get_argument("lang", None)
    if chosen in LANGUAGES:
        handler.set_cookie(
            LANG_COOKIE, chosen, path="/", expires_days=YEAR_DAYS, samesite="Lax"
        )
    return language_asked(handler.request)


@pass_context
def translated(context: Context, text: str, **values: Any) -> str:
    language = reader_language(handler_of(context))
    found = catalogue(language).get(text, text)
    return found % values if values else found


@pass_context
def language(context: Context) -> str:
    return reader_language(handler_of(context))


@pass_context
def other_language(context: Context) -> tuple[str, str]:
    """The other language, and this same page in it."""
    handler = handler_of(context)
    other = "en" if reader_language(handler) == "fr" else "fr"
    if handler.request.method != "GET":
        return other, f"?lang={other}"
    parts = urlsplit(handler.request.uri)
    kept = [(k, v) for k, v in parse_qsl(parts.query) if k not in ("lang", "_xsrf")]
    return other, f"{parts.path}?{urlencode([*kept, ('lang', other)])}"


@pass_context
def and_then(context: Context, url: str) -> str:
    """A link to start again that still leads to where the reader wanted to go."""
    following = handler_of(context).get_argument("next", "")
    if not following or "next=" in url:
        return url
    return f"{url}?{urlencode({'next': following})}"


@pass_context
def allow_inline_scripts(context: Context) -> str:
    """Loosens this one answer's CSP, for a page of JupyterHub's own."""
    handler = handler_of(context)
    strict = handler.settings["headers"]["Content-Security-Policy"]
    handler.set_header(
        "Content-Security-Policy", strict.replace("script-src 'self'", INLINE)
    )
    return ""


@cache
def look_version() -> str:
    """Changes when a file of the look changes, so that browsers may keep the rest."""
    digest = hashlib.sha256()
    for file in sorted(LOOK.iterdir()):
        digest.update(file.read_bytes())
    return digest.hexdigest()[:12]


class ReaderLanguage(Extension):
    """Makes the functions above known to every template."""

    def __init__(self, environment: Environment) -> None:
        super().__init__(environment)
        environment.globals.update(
            {
                "_": translated,
                "language": language,
                "and_then": and_then,
                "other_language": other_language,
                "allow_inline_scripts": allow_inline_scripts,
                "look_version": look_version,
            }
        )
