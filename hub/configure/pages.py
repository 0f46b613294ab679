"""The Hub's own pages: our templates, our look, the reader's language, a strict CSP."""

from tornado.web import StaticFileHandler
from traitlets.config import Config

from hub.configure.services import cookie_options
from hub.configure.templates import LOOK, ReaderLanguage
from hub.jupyterhub_private import tell_no_version
from hub.settings import Settings

FONT = "node_modules/@fontsource/atkinson-hyperlegible-next/files"
# No inline script, no address outside this site, never inside another page's frame.
CSP = "; ".join(
    [
        "default-src 'self'",
        "script-src 'self'",
        "style-src 'self' 'unsafe-inline'",
        "img-src 'self' data:",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ]
)


def apply(c: Config, settings: Settings) -> None:
    tell_no_version()
    c.JupyterHub.template_paths = [str(settings.root / "hub" / "templates")]
    c.JupyterHub.jinja_environment_options = {"extensions": [ReaderLanguage]}
    c.JupyterHub.template_vars = {
        "site_name": settings.site.name,
        "sign_in": settings.people.sign_in,
    }
    c.JupyterHub.extra_handlers = [
        (r"/look/font/(.*)", StaticFileHandler, {"path": str(settings.root / FONT)}),
        (r"/look/(.*)", StaticFileHandler, {"path": str(LOOK)}),
    ]
    c.JupyterHub.tornado_settings = {
        "cookie_options": cookie_options(settings),
        "headers": {
            "Content-Security-Policy": CSP,
            "X-Content-Type-Options": "nosniff",
            "Referrer-Policy": "same-origin",
            # A page that names somebody is not kept; files of the look are (no header
            # of these reaches them).
            "Cache-Control": "no-store",
        },
        "slow_spawn_timeout": 0,  # the waiting page at once, not a blank one for 10 s
    }
