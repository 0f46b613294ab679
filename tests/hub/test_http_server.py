"""What no request may do to the Hub or the record, tried on sockets.

`server`: the bounded server, in a thread, around one page that repeats its body.
"""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from tornado.netutil import bind_sockets
from tornado.web import Application, RequestHandler

from hub.http_server import (
    SPARE_DESCRIPTORS,
    BoundedServer,
    Bounds,
    is_text,
    most_connections,
)
from tests.raw_http import KB, MB, ask, read, send, until

BOUNDS = Bounds(connections=8, body=64 * KB, bodies=160 * KB, body_s=1.0)


class Repeat(RequestHandler):
    def post(self) -> None:
        self.finish(self.request.body)

    get = post


class Running:
    """The server's port, and the server itself."""

    def __init__(self) -> None:
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self._thread.start()
        assert self._ready.wait(10)

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        sockets = bind_sockets(0, "127.0.0.1")
        self.port = sockets[0].getsockname()[1]
        self.server = BoundedServer(Application([(".*", Repeat)]), bounds=BOUNDS)
        self.server.add_sockets(sockets)
        self._ready.set()
        await self._stop.wait()
        self.server.stop()
        await self.server.close_all_connections()

    def end(self) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)


@pytest.fixture
def server() -> Iterator[Running]:
    running = Running()
    yield running
    running.end()


def post(server: Running, body: bytes = b"", **more: Any) -> socket.socket:
    return send(server.port, "/", "POST", body=body, **more)


def test_a_body_within_the_bounds_reaches_the_handler(server: Running) -> None:
    assert read(post(server, b"x" * 64 * KB)).body == b"x" * 64 * KB
    assert server.server.unfinished_bytes == 0


@pytest.mark.parametrize("declared", [10**18, 65 * KB])
def test_a_body_too_large_is_answered_before_it_is_all_there(
    server: Running, declared: int
) -> None:
    answer = read(post(server, b"x" * 65 * KB, Content_Length=str(declared)))

    assert answer.status == answer.json["status"] == 413
    assert "too large" in answer.json["en"]
    assert "trop grande" in answer.json["fr"]
    assert "Connection: close" in answer.head


def test_who_goes_on_sending_still_hears_why(server: Running) -> None:
    assert read(post(server, b"x" * 20 * MB)).status == 413


def test_a_body_in_chunks_is_counted_as_well(server: Running) -> None:
    connection = post(server, Transfer_Encoding="chunked")
    for _ in range(3):
        connection.sendall(b"8000\r\n" + b"x" * 0x8000 + b"\r\n")

    assert read(connection).status == 413


def test_a_body_that_never_ends_is_cut_off_with_a_sentence(server: Running) -> None:
    answer = read(post(server, b"x", Content_Length="1000"))

    assert answer.status == 408
    assert "too slowly" in answer.json["en"]


def test_unfinished_bodies_together_are_bounded(server: Running) -> None:
    waiting = [post(server, b"x" * 60 * KB, Content_Length="61441") for _ in range(4)]

    statuses = sorted(read(each).status for each in waiting)

    assert 503 in statuses
    assert set(statuses) <= {408, 503}
    assert server.server.unfinished_bytes == 0
    assert ask(server.port, "/", "POST", body=b"after").body == b"after"


def test_a_connection_too_many_is_told_so(server: Running) -> None:
    idle = [post(server, b"", Content_Length="5") for _ in range(8)]

    answer = ask(server.port, "/")

    assert answer.status == 503
    assert "Retry-After" in answer.head
    for each in idle:
        each.close()


def test_a_client_that_leaves_gives_its_bytes_back(server: Running) -> None:
    for _ in range(20):
        leaving = post(server, b"x" * 60 * KB, Content_Length="61441")
        until(lambda: server.server.unfinished_bytes == 60 * KB)
        leaving.close()
        until(lambda: server.server.open_connections == 0)

    assert server.server.unfinished_bytes == 0
    assert read(post(server, b"x" * 60 * KB)).status == 200


@pytest.mark.parametrize(
    "target",
    ["/%ff%fe", "/%00", "/%c0%af", "/x%0d%0aX: y", "/?a=%ff", "/?a=%00", "/%ed%a0%80"],
)
def test_an_address_that_is_no_text_is_refused_in_both_languages(
    server: Running, target: str
) -> None:
    program = ask(server.port, target.replace(" ", "%20"))
    person = ask(server.port, target.replace(" ", "%20"), Accept="text/html")

    assert program.status == person.status == 400
    assert "nothing was done" in program.json["en"]
    assert "rien n’a été fait" in program.json["fr"]
    assert "nothing was done" in person.body.decode()
    assert "text/html" in person.head


@pytest.mark.parametrize(
    "target", ["/", "/caf%C3%A9?x=%F0%9F%8E%88", "/?text=a%0Ab", "/100%", "/?q=50%+x"]
)
def test_ordinary_addresses_pass(target: str) -> None:
    assert is_text(target)


def test_there_are_always_descriptors_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("resource.getrlimit", lambda _: (1024, 4096))

    assert most_connections(2000) == 1024 - SPARE_DESCRIPTORS
    assert most_connections(100) == 100
