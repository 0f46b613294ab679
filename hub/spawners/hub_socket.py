"""The way out of a learner's walls: a socket that leads to the Hub's public address.

Outside, the Hub listens on hub.sock and connects each caller to the proxy, so a server
reaches what any browser reaches and nothing else. Inside, the server's own process
(learner/start.py) gives that socket the address 127.0.0.1:<port>.
"""

import asyncio
import contextlib
import hashlib
import os
import stat
from pathlib import Path

CHUNK = 2**16


class UnsafeFolder(Exception):
    """The folder for sockets is not ours alone; the sentence says whose it is."""


def sockets_folder(chosen: str, state: Path) -> Path:
    """A short path for this site's sockets, private to the Hub's own user.

    Short, because a socket's path holds 107 bytes; lower case, because the Hub's HTTP
    client folds the path (aiohttp, `req.url.host`). Raises UnsafeFolder.
    """
    if chosen:
        folder = Path(chosen)
    else:
        above = Path("/run") if os.access("/run", os.W_OK) else Path("/tmp")  # noqa: S108
        site = hashlib.sha256(str(state).encode()).hexdigest()[:12]
        folder = above / f"caire-{os.getuid()}-{site}"
    folder.mkdir(mode=0o700, parents=bool(chosen), exist_ok=True)
    found = folder.lstat()
    mine = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid()
    if not mine or stat.S_IMODE(found.st_mode) & 0o077:
        raise UnsafeFolder(
            f"The folder for sockets {str(folder)!r} must be yours alone (mode 0700). "
            "Remove it, or name another one in site.toml, [paths] sockets."
        )
    return folder


class HubSocket:
    """Listens on folder/hub.sock and connects callers to 127.0.0.1:port."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port
        self._server: asyncio.Server | None = None

    async def open(self) -> None:
        """Start listening; a second call does nothing."""
        if self._server is not None:
            return
        self.folder.mkdir(mode=0o755, parents=True, exist_ok=True)
        self.folder.chmod(0o755)
        path = self.folder / "hub.sock"
        path.unlink(missing_ok=True)
        self._server = await asyncio.start_unix_server(self._serve, str(path))
        path.chmod(0o666)  # the folder above is 0700: only the walls' insides see it

    async def close(self) -> None:
        if self._server is not None:
            self._server.close()
            self._server = None

    async def _serve(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        try:
            hub_reader, hub_writer = await asyncio.open_connection(
                "127.0.0.1", self.port
            )
        except OSError:  # the proxy is restarting: the caller sees a closed connection
            writer.close()
            return
        await asyncio.gather(_copy(reader, hub_writer), _copy(hub_reader, writer))


async def _copy(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with contextlib.suppress(OSError):
        while chunk := await reader.read(CHUNK):
            writer.write(chunk)
            await writer.drain()
    writer.close()
