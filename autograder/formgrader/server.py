"""One cohort's Jupyter server with nothing but nbgrader's formgrader in it.

Started by the proxy (servers.py), which alone can reach it: a socket
file only we may open, and a key that each request carries. It has no contents, no
kernels, no terminals and reads nobody's Jupyter configuration.

Words: the *nonce placeholder* stands in each of nbgrader's own script tags; the proxy
replaces it with a fresh CSP nonce in every page. A learner cannot know it.
"""

from __future__ import annotations

import argparse
import hmac
import logging
import os
import re
import sys
from pathlib import Path
from typing import Any

from jinja2 import BaseLoader
from jupyter_server.auth.identity import IdentityProvider, User
from jupyter_server.serverapp import ServerApp
from nbgrader.server_extensions.formgrader.formgrader import (
    load_jupyter_server_extension,
)
from tornado.ioloop import PeriodicCallback
from traitlets.config import Config

from autograder.formgrader.harmless import HarmlessExporter

SOCKET = "formgrader.sock"  # in the course folder, which is the working folder
KEY_HEADER = "X-Caire-Key"


class ProxyKey(IdentityProvider):
    """Whoever has the proxy's key is who the proxy says."""

    key = ""

    def get_user(self, handler: Any) -> User | None:
        given = handler.request.headers.get(KEY_HEADER, "")
        if not self.key or not hmac.compare_digest(given, self.key):
            return None
        return User(username="staff", name="staff")


class CourseServer(ServerApp):
    """ServerApp without any of its services."""

    default_services = ()

    def running_server_info(self, kernel_count: bool = True) -> str:
        return "formgrader"  # not an address with a token; there is none

    def init_signal(self) -> None: ...


def run(base_url: str, key: str, nonce_placeholder: str) -> None:
    """Serve formgrader for the course in the working folder, until the proxy ends."""
    ProxyKey.key = key
    root = str(Path.cwd())
    app = CourseServer.instance(config=_config(root, base_url))
    app.initialize(argv=[], find_extensions=False)
    app.root_dir = root
    app.web_app.settings["disable_check_xsrf"] = True  # the proxy checks its own
    load_jupyter_server_extension(app)
    _make_harmless(app, base_url, nonce_placeholder)
    proxy = os.getppid()
    PeriodicCallback(lambda: _leave_without(app, proxy), 1000).start()
    app.start()


def _config(root: str, base_url: str) -> Config:
    config = Config()
    config.ServerApp.base_url = base_url
    config.ServerApp.root_dir = root
    # By a name in our own folder: a socket's full path may not exceed 107 letters.
    config.ServerApp.sock = SOCKET
    config.ServerApp.sock_mode = "0600"
    config.ServerApp.jpserver_extensions = {}
    config.ServerApp.open_browser = False
    config.ServerApp.allow_root = True
    config.ServerApp.allow_remote_access = True  # of the Host header; see the key
    config.ServerApp.disable_check_xsrf = True
    config.ServerApp.identity_provider_class = ProxyKey
    config.ServerApp.log_level = logging.ERROR
    config.IdentityProvider.token = ""
    config.HTMLExporter.sanitize_html = True
    config.FormgradeExtension.debug = False  # else it shows its configuration
    return config


def _make_harmless(app: CourseServer, base_url: str, nonce_placeholder: str) -> None:
    settings = app.web_app.settings
    formgrader = settings["nbgrader_formgrader"]
    exporter = HarmlessExporter(config=formgrader.config)
    settings["nbgrader_exporter"] = exporter
    for environment in (settings["nbgrader_jinja2_env"], exporter.environment):
        environment.loader = _WithPlaceholder(
            environment.loader, base_url, nonce_placeholder
        )
        environment.cache.clear()
    settings["log_function"] = lambda handler: _forget(settings)


class _WithPlaceholder(BaseLoader):
    """Puts the nonce placeholder into the script tags of the templates themselves."""

    def __init__(
        self, inner: BaseLoader, base_url: str, nonce_placeholder: str
    ) -> None:
        self._inner = inner
        self._tag = f'<script nonce="{nonce_placeholder}"'
        # No page of ours asks another site for MathJax; formgrader waits for it.
        self._mathjax = f"{base_url}caire/mathjax.js"

    def get_source(self, environment: Any, template: str) -> Any:
        source, *rest = self._inner.get_source(environment, template)
        source = source.replace("<script", self._tag)
        source = re.sub(r"https://cdnjs[^\"']*mathjax[^\"']*", self._mathjax, source)
        return source, *rest


def _forget(settings: Any) -> None:
    """nbgrader keeps one database session for ever, and so shows yesterday's marks."""
    book = settings.get("nbgrader_gradebook")
    if book is not None:
        book.db.remove()


def _leave_without(app: CourseServer, proxy: int) -> None:
    if os.getppid() != proxy:
        app.stop()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--base-url", required=True)
    args = parser.parse_args()
    # By the environment: a command line can be read by everybody on the machine.
    run(args.base_url, os.environ.pop("CAIRE_PROXY_KEY"), os.environ.pop("CAIRE_NONCE"))
    return 0


if __name__ == "__main__":
    sys.exit(main())
