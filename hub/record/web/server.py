"""Listening, and stopping cleanly."""

from __future__ import annotations

import asyncio
import logging
import signal

from tornado.log import app_log
from tornado.web import Application

from hub.http_server import KB, MB, BoundedServer, Bounds, raise_descriptor_limit
from hub.record.settings import RecordSettings
from hub.record.web.app import make_app, open_context
from hub.record.web.pages.vendoring import TARGET

GOODBYE_S = 3
# A body that no handler of ours reads: of a sign-in, a static file, no address at all.
BOUNDS = Bounds(connections=4000, body=64 * KB, bodies=16 * MB)


async def serve(settings: RecordSettings) -> int:
    """Serve until SIGINT or SIGTERM; then finish what is being answered."""
    logging.basicConfig(
        level=logging.INFO, format="%(asctime)s %(levelname).1s %(name)s %(message)s"
    )
    raise_descriptor_limit()
    context = open_context(settings)
    if not TARGET.is_dir():
        app_log.warning(
            "The font and htmx are missing; pages work, but do not move by themselves. "
            "Run `python -m hub.record vendor`."
        )
    server = bounded(make_app(context))
    try:
        server.listen(settings.port, settings.host)
    except OSError as error:
        app_log.error(
            "Port %s on %s is taken (%s). Change [network] record_port in site.toml. "
            "The record was not started.",
            settings.port,
            settings.host,
            error.strerror,
        )
        return 2
    app_log.info("The record serves %s at port %s", settings.prefix, settings.port)
    await _until_told_to_stop()
    server.stop()
    context.close()  # long polls answer now
    try:
        async with asyncio.timeout(GOODBYE_S):
            await server.close_all_connections()
    except TimeoutError:
        app_log.warning("Some answers were cut short; clients will ask again.")
    context.end()
    return 0


def bounded(app: Application) -> BoundedServer:
    """The record's HTTP server. Handlers say how much more than BOUNDS they take."""
    return BoundedServer(app, xheaders=True, bounds=BOUNDS)


async def _until_told_to_stop() -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop.set)
    await stop.wait()
