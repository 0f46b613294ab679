"""The HTTP server of the Hub and of the record: what no request may do to it.

The one rule: a request is held to its bounds before any handler sees it, and whoever
breaks one is told in a sentence. An address is text; a body is kept only up to a size,
in a time, and beside no more of other people's than fits; and there are only so many
connections.

A refusal is sent at once. The rest of the body is then read and thrown away for a
moment (*lingering*): closing at once would reset the connection, and a client that is
still sending would never read the answer.
"""

from __future__ import annotations

import asyncio
import json
import resource
from collections.abc import Awaitable
from dataclasses import dataclass
from http.client import responses
from typing import Any
from urllib.parse import unquote_to_bytes

from tornado.httpserver import HTTPServer
from tornado.httputil import (
    HTTPHeaders,
    HTTPMessageDelegate,
    RequestStartLine,
    ResponseStartLine,
)
from tornado.iostream import IOStream

from labs.language import french

KB, MB = 2**10, 2**20
# Descriptors that the rest of the process needs: files, databases, its own requests.
SPARE_DESCRIPTORS = 128
LINGER_S = 5.0
LINGER_BYTES = 64 * MB
ANY_LENGTH = 2**62

BAD_ADDRESS = (
    "Cette adresse n’est pas du texte lisible (UTF-8, sans caractère nul). Repartez de "
    "l’accueil : rien n’a été fait.",
    "This address is not readable text (UTF-8, without a null character). Start again "
    "from the home page: nothing was done.",
)
TOO_LARGE = (
    "Cette demande est trop grande : rien n’a été fait. Envoyez moins à la fois.",
    "This request is too large: nothing was done. Send less at a time.",
)
TOO_SLOW = (
    "Cette demande arrive trop lentement et a été interrompue : rien n’a été fait. "
    "Réessayez avec une meilleure connexion.",
    "This request arrives too slowly and was cut off: nothing was done. Try again on a "
    "better connection.",
)
TOO_BUSY = (
    "Trop de demandes arrivent en même temps : rien n’a été fait. Réessayez dans "
    "quelques secondes.",
    "Too many requests arrive at the same time: nothing was done. Try again in a few "
    "seconds.",
)
RETRY_S = 5


@dataclass(frozen=True)
class Bounds:
    """body: bytes of one request's, unless its handler says more. bodies: of all that
    are not complete yet, together. body_s: seconds for one. idle_s: for the next
    request of a connection."""

    connections: int = 2000
    body: int = 512 * KB
    bodies: int = 64 * MB
    body_s: float = 20.0
    idle_s: float = 600.0


class BoundedServer(HTTPServer):
    """Tornado's server within `bounds`; all else is given as to Tornado's own."""

    def initialize(  # type: ignore[override]
        self, *args: Any, bounds: Bounds, **more: Any
    ) -> None:
        self.bounds = bounds
        self.open_connections = 0
        self.unfinished_bytes = 0
        more["idle_connection_timeout"] = bounds.idle_s
        super().initialize(
            *args, **{**more, "max_buffer_size": MB, "max_header_size": 64 * KB}
        )

    def handle_stream(self, stream: IOStream, address: tuple[Any, ...]) -> None:
        """Beyond the cap a connection is told so, and closed."""
        if self.open_connections >= most_connections(self.bounds.connections):
            head, body = _answer(503, TOO_BUSY, is_page=False)
            lines = "".join(f"{name}: {value}\r\n" for name, value in head.get_all())
            stream.write(
                f"HTTP/1.1 503 {responses[503]}\r\n{lines}\r\n".encode() + body
            ).add_done_callback(lambda _: stream.close())
            return
        self.open_connections += 1
        super().handle_stream(stream, address)

    def on_close(self, server_conn: object) -> None:
        self.open_connections -= 1
        super().on_close(server_conn)

    def start_request(
        self, server_conn: object, request_conn: Any
    ) -> HTTPMessageDelegate:
        connection: Any = LingeringConnection(request_conn)
        inner = super().start_request(server_conn, connection)
        return BoundedRequest(self, connection, inner)


class LingeringConnection:
    """A request's connection that ends only once the body has gone by, or enough."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._end: asyncio.TimerHandle | None = None
        self.body_limit: int | None = None
        self.has_body = False
        self.is_read = False  # to its end
        self.is_answered = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def set_max_body_size(self, limit: int) -> None:
        """A handler's own limit, which it looks after itself."""
        self.body_limit = limit

    def write_headers(
        self, start_line: Any, headers: HTTPHeaders, chunk: bytes | None = None
    ) -> Any:
        if self.has_body and not self.is_read:
            headers["Connection"] = "close"
        return self._connection.write_headers(start_line, headers, chunk)

    def finish(self) -> None:
        """The answer is complete. A request that is not yet read is read first: Tornado
        would reset the connection."""
        self.is_answered = True
        if self.is_read:
            self._connection.finish()
        else:
            loop = asyncio.get_running_loop()
            self._end = loop.call_later(LINGER_S, self.end)

    def read_to_the_end(self) -> None:
        self.is_read = True
        if self.is_answered:
            self.end()

    def end(self) -> None:
        """Really finish; after an answer that came before the body, close as well."""
        if self._end is None:
            return
        self._end.cancel()
        self._end = None
        self._connection.finish()
        if self.has_body and not self._connection.stream.writing():
            self._connection.close()


class BoundedRequest(HTTPMessageDelegate):
    """Stands between the connection and the handler of one request."""

    def __init__(
        self,
        server: BoundedServer,
        connection: LingeringConnection,
        inner: HTTPMessageDelegate,
    ) -> None:
        self._server = server
        self._connection = connection
        self._inner = inner
        self._kept = 0  # bytes that a handler was given before the body was complete
        self._dropped = 0
        self._has_begun = False  # the handler knows of it
        self._timer: asyncio.TimerHandle | None = None

    def headers_received(
        self, start_line: RequestStartLine | ResponseStartLine, headers: HTTPHeaders
    ) -> Awaitable[None] | None:
        self._wants_page = "text/html" in headers.get("Accept", "")
        # Tornado's own limit would end the connection without a word.
        self._connection._connection.set_max_body_size(ANY_LENGTH)
        self._connection.has_body = has_body(headers)
        if isinstance(start_line, RequestStartLine) and not is_text(start_line.path):
            self._refuse(400, BAD_ADDRESS)
            return None
        self._has_begun = True
        return self._begin(start_line, headers)

    async def _begin(self, start_line: Any, headers: HTTPHeaders) -> None:
        begun = self._inner.headers_received(start_line, headers)
        if begun is not None:
            await begun
        self._check_announced(headers.get("Content-Length", "0"))
        if self._connection.is_answered:
            # Tornado would ask for the body of what is refused.
            headers.pop("Expect", None)

    def _check_announced(self, length: str) -> None:
        """Too large a body need not even begin; a handler's own limit is its own."""
        is_ours = self._connection.body_limit is None
        if is_ours and length.isdecimal() and int(length) > self._server.bounds.body:
            self._refuse(413, TOO_LARGE)

    def data_received(self, chunk: bytes) -> Awaitable[None] | None:
        if self._connection.is_answered:
            self._dropped += len(chunk)
            if self._dropped > LINGER_BYTES:
                self._connection.end()
            return None
        if self._connection.body_limit is None:
            refused = self._count(len(chunk))
            if refused:
                self._refuse(*refused)
                return None
        return self._inner.data_received(chunk)

    def finish(self) -> None:
        self._forget()
        self._connection.read_to_the_end()
        if not self._connection.is_answered:
            self._inner.finish()

    def on_connection_close(self) -> None:
        self._forget()
        self._tell_the_handler()

    def _count(self, size: int) -> tuple[int, tuple[str, str]] | None:
        """Adds to what this request and all hold; the refusal when it is too much."""
        bounds = self._server.bounds
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_later(bounds.body_s, self._refuse, 408, TOO_SLOW)
        self._kept += size
        self._server.unfinished_bytes += size
        if self._kept > bounds.body:
            return 413, TOO_LARGE
        if self._server.unfinished_bytes > bounds.bodies:
            return 503, TOO_BUSY
        return None

    def _refuse(self, status: int, said: tuple[str, str]) -> None:
        if self._connection.is_answered:
            return
        self._forget()
        self._tell_the_handler()
        head, body = _answer(status, said, self._wants_page)
        line = ResponseStartLine("HTTP/1.1", status, responses[status])
        self._connection.write_headers(line, head, body)
        self._connection.finish()

    def _tell_the_handler(self) -> None:
        """Nobody is there any longer, for all it needs to know."""
        if self._has_begun:
            self._has_begun = False
            self._inner.on_connection_close()

    def _forget(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
        self._server.unfinished_bytes -= self._kept
        self._kept = 0


def is_text(target: str) -> bool:
    """Is a request's address readable once it is decoded? Overlong encodings, bytes
    that are no UTF-8 and null characters are not; nor control characters in a path."""
    path, _, query = target.partition("?")
    try:
        decoded = unquote_to_bytes(path).decode()
        asked = unquote_to_bytes(query).decode()
    except UnicodeDecodeError:
        return False
    return "\0" not in asked and not any(c < " " or c == "\x7f" for c in decoded)


def has_body(headers: HTTPHeaders) -> bool:
    return "Transfer-Encoding" in headers or headers.get("Content-Length", "0") != "0"


def raise_descriptor_limit() -> int:
    """The soft limit on open files raised to the hard one; what it is now."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft != hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    return hard


def most_connections(wanted: int) -> int:
    """As many as wanted, but never so many that the process can open nothing else."""
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    return max(1, min(wanted, soft - SPARE_DESCRIPTORS))


def _answer(
    status: int, said: tuple[str, str], is_page: bool
) -> tuple[HTTPHeaders, bytes]:
    """A refusal as JSON for a program, as a small page for a person."""
    fr, en = french(said[0]), said[1]
    if is_page:
        kind = "text/html; charset=utf-8"
        body = (
            f'<!doctype html><html lang="fr"><meta charset="utf-8"><title>{status}'
            f'</title><p>{fr}</p><p lang="en">{en}</p><p><a href="/">Accueil / Home'
            "</a></p></html>"
        ).encode()
    else:
        kind = "application/json; charset=utf-8"
        answer = {"ok": False, "error": fr, "fr": fr, "en": en, "status": status}
        body = json.dumps(answer, ensure_ascii=False).encode()
    headers = HTTPHeaders(
        {
            "Content-Type": kind,
            "Content-Length": str(len(body)),
            "Cache-Control": "no-store",
            "Content-Security-Policy": "default-src 'none'",
            "X-Content-Type-Options": "nosniff",
            "Connection": "close",
        }
    )
    if status == 503:
        headers["Retry-After"] = str(RETRY_S)
    return headers, body
