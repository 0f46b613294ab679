"""Messages between two processes over one socket: four bytes of length, then JSON.

Never pickle: the far side may be hostile. `receive` refuses what is too long,
too late or not JSON, with a subclass of ChannelError; after one of these the
channel must not be used again, unless it is Nonsense about a message that was read to
its end (`Garbled`).
"""

from __future__ import annotations

import json
import socket
import struct
import time
from typing import Any

MAX_MESSAGE = 64_000_000  # bytes; a 16 MB array is 22 MB of base64
# Commas and brackets of one message. An empty list is two bytes here and sixty in
# memory: 64 MB of them would take gigabytes of the reader. Texts may hold commas too.
MAX_PARTS = 6_000_000
# Of lists and dicts in each other. Ours need 40; what can be read a thousand deep here
# cannot be passed on, or not be read where the stack is deeper.
MAX_NESTING = 60
_LENGTH = struct.Struct(">I")
_CHUNK, _SMALL_CHUNK = 1 << 20, 1 << 12


class ChannelError(Exception):
    """The far side is gone, late or speaks nonsense."""


class Gone(ChannelError):
    """The far side closed the channel: its process has ended."""


class Late(ChannelError):
    """Nothing complete arrived in time."""


class Nonsense(ChannelError):
    """What arrived is not a message of ours."""


class Garbled(Nonsense):
    """It arrived whole, but is no message of ours; the next one can be read."""


class Channel:
    """One end. Not for use by several threads at once."""

    def __init__(self, end: socket.socket) -> None:
        self._end = end

    def send(self, message: dict[str, Any], timeout_s: float | None = None) -> None:
        self.send_bytes(json.dumps(message, separators=(",", ":")).encode(), timeout_s)

    def send_bytes(self, data: bytes, timeout_s: float | None = None) -> None:
        if len(data) > MAX_MESSAGE:
            raise Nonsense(f"a message of {len(data)} bytes is too long to send")
        self._end.settimeout(timeout_s)
        try:
            self._end.sendall(_LENGTH.pack(len(data)) + data)
        except TimeoutError:
            raise Late("the far side does not read") from None
        except OSError as error:
            raise Gone(str(error)) from None

    def receive(self, timeout_s: float | None = None) -> dict[str, Any]:
        data = self.receive_bytes(timeout_s)
        if sum(map(data.count, (b",", b"[", b"{"))) > MAX_PARTS:
            raise Garbled("a message of too many parts")
        try:
            message = json.loads(data)
        except (ValueError, RecursionError, MemoryError) as error:
            raise Garbled(f"not JSON: {type(error).__name__}") from None
        if not isinstance(message, dict):
            raise Garbled("not a JSON object")
        if not _is_flat(message):
            raise Garbled("a message of too many levels")
        return message

    def receive_bytes(self, timeout_s: float | None = None) -> bytes:
        deadline = None if timeout_s is None else time.monotonic() + timeout_s
        (length,) = _LENGTH.unpack(self._exactly(_LENGTH.size, deadline))
        if length > MAX_MESSAGE:
            raise Nonsense(f"a message of {length} bytes was announced")
        return self._exactly(length, deadline)

    def _exactly(self, count: int, deadline: float | None) -> bytes:
        """Read to the end even where it does not fit, so that the next can be read."""
        pieces: list[bytes] = []
        chunk, fits = _CHUNK, True
        while count:
            self._end.settimeout(_left(deadline))
            try:
                piece = self._end.recv(min(count, chunk))
            except MemoryError:
                if not fits:
                    raise Gone("no memory to read with") from None
                pieces, chunk, fits = [], _SMALL_CHUNK, False
                continue
            except TimeoutError:
                raise Late("no complete message in time") from None
            except OSError as error:
                raise Gone(str(error)) from None
            if not piece:
                raise Gone("the far side closed the channel")
            count -= len(piece)
            if fits:
                pieces.append(piece)
        try:
            if fits:
                return b"".join(pieces)
        except MemoryError:
            pieces.clear()
        raise Garbled("a message that does not fit into the memory")

    def close(self) -> None:
        self._end.close()


def _is_flat(message: dict[str, Any]) -> bool:
    level: list[Any] = [message]
    for _ in range(MAX_NESTING):
        level = [
            each
            for outer in level
            for each in (outer.values() if isinstance(outer, dict) else outer)
            if isinstance(each, list | dict)
        ]
        if not level:
            return True
    return False


def _left(deadline: float | None) -> float | None:
    if deadline is None:
        return None
    left = deadline - time.monotonic()
    if left <= 0:
        raise Late("no complete message in time")
    return left
