"""The proxy before nbgrader's formgrader: `python -m autograder formgrader`.

A service of the hub at /services/formgrader/<cohort>/formgrader, which forwards a
short list of requests to one formgrader server a cohort. The one rule: every request
is asked who you are (the hub), whether you are staff of this cohort (the record),
and whether it is on the list (allowlist.py).
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import secrets
import signal
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jupyterhub.services.auth import HubOAuth
from tornado.httpserver import HTTPServer
from tornado.iostream import IOStream
from tornado.web import Application

from autograder.exchange.client import RecordClient
from autograder.formgrader.allowlist import MAX_BODY
from autograder.formgrader.context import KNOWN_FOR_S, FormgraderContext
from autograder.formgrader.handlers import make_app
from autograder.formgrader.messages import said as said_of
from autograder.formgrader.servers import ServerPool
from autograder.runtime.lifetime import leave_with_parent
from autograder.runtime.log import Log
from autograder.runtime.settings import NotConnected, Settings, load_connected

BODY_S = 20.0  # for a mark or a comment to arrive
IDLE_CONNECTION_S = 600.0


def main(args: argparse.Namespace) -> int:
    """The command. Returns the exit code."""
    try:
        settings = load_connected()
    except NotConnected as no:
        print(no, file=sys.stderr)
        return 2
    asyncio.run(_serve(settings))
    return 0


async def _serve(settings: Settings) -> None:
    log = Log()
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    hub_auth = HubOAuth(cache_max_age=KNOWN_FOR_S)
    hub_auth.cookie_options = {"SameSite": "Lax", **hub_auth.cookie_options}
    prefix = hub_auth.base_url
    servers = ServerPool(settings.courses, prefix)
    # What the hub's proxy forwards to; the hub names it when it starts us.
    address = urlsplit(os.environ["JUPYTERHUB_SERVICE_URL"])
    cookie_secret = _cookie_secret(settings.home / "formgrader-cookie-secret")
    async with RecordClient(settings.record_url, settings.token) as record:
        context = FormgraderContext(prefix, record, servers, hub_auth, log)
        server = bounded(make_app(context, cookie_secret))
        server.listen(address.port or 0, "127.0.0.1")
        log.line("ready", port=address.port)
        beside = [_close_idle(servers), leave_with_parent(stop)]
        tasks = [asyncio.create_task(each) for each in beside]
        await stop.wait()
        server.stop()
        for task in tasks:
            task.cancel()
        await servers.close()
    log.line("stopped")


class FewConnections(HTTPServer):
    """Tornado's server with a cap: what each may hold in memory is bounded too."""

    most = 500

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        if len(self._connections) < self.most:
            super().handle_stream(stream, address)
            return
        said = {"ok": False, "fr": said_of("too-busy", "fr")}
        body = json.dumps({**said, "en": said_of("too-busy", "en"), "status": 503})
        stream.write(
            b"HTTP/1.1 503 Service Unavailable\r\nConnection: close\r\n"
            b"Content-Type: application/json\r\nRetry-After: 5\r\n"
            b"Content-Length: %d\r\n\r\n%s" % (len(body), body.encode())
        ).add_done_callback(lambda _: stream.close())


def bounded(app: Application) -> FewConnections:
    """The proxy's HTTP server: whoever is not known yet can make it hold little."""
    return FewConnections(
        app,
        max_body_size=MAX_BODY,
        max_buffer_size=4 * MAX_BODY,
        body_timeout=BODY_S,
        idle_connection_timeout=IDLE_CONNECTION_S,
    )


async def _close_idle(servers: ServerPool) -> None:
    while True:
        await asyncio.sleep(30)
        await servers.close_idle()


def _cookie_secret(file: Path) -> bytes:
    """The same over restarts, so that nobody is signed out by one."""
    if not file.exists():
        file.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as new:
            new.write(secrets.token_bytes(32))
    return file.read_bytes()
