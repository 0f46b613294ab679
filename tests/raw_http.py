"""HTTP as bytes on a socket: what no well-behaved client would send."""

from __future__ import annotations

import json
import socket
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

KB, MB = 2**10, 2**20
LIMIT_S = 30.0


@dataclass(frozen=True)
class Answer:
    status: int
    head: str
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def send(
    port: int,
    target: str,
    method: str = "GET",
    body: bytes = b"",
    **headers: str,
) -> socket.socket:
    """A connection on which this was sent; a body's length is the header's, if any.

    An underscore in a header's name stands for a hyphen.
    """
    given = {"Host": f"127.0.0.1:{port}", "Connection": "close"}
    if body:
        given["Content-Length"] = str(len(body))
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in given.items())
    connection = socket.create_connection(("127.0.0.1", port), timeout=LIMIT_S)
    connection.sendall(f"{method} {target} HTTP/1.1\r\n{lines}\r\n".encode() + body)
    return connection


def read(connection: socket.socket) -> Answer:
    """The answer, until the other side has said all it promised; then we close."""
    with connection:
        return _answer(connection)


def _answer(connection: socket.socket) -> Answer:
    received = b""
    while b"\r\n\r\n" not in received:
        piece = connection.recv(65536)
        assert piece, f"closed after {received!r}"
        received += piece
    head, _, body = received.partition(b"\r\n\r\n")
    text = head.decode("latin-1")
    length = [
        int(line.partition(":")[2])
        for line in text.splitlines()
        if line.lower().startswith("content-length:")
    ]
    while not length or len(body) < length[0]:
        piece = connection.recv(65536)
        if not piece:
            break
        body += piece
    return Answer(int(text.split(" ")[1]), text, body)


def ask(port: int, target: str, method: str = "GET", **more: Any) -> Answer:
    return read(send(port, target, method, **more))


def pour(connection: socket.socket, size: int) -> None:
    """Send so many bytes, or as many as the other side will have."""
    try:
        for _ in range(size // MB):
            connection.sendall(b"x" * MB)
    except OSError:
        return


def resident_mb(pid: int) -> int:
    """What the process holds in memory now."""
    text = Path(f"/proc/{pid}/status").read_text()
    line = next(each for each in text.splitlines() if each.startswith("VmRSS:"))
    return int(line.split()[1]) // KB


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + LIMIT_S
    while not is_so():
        assert time.monotonic() < end, f"not within {LIMIT_S} s"
        time.sleep(0.02)
