"""The way out of the walls: a socket that leads to the Hub's public address alone."""

from __future__ import annotations

import asyncio
import stat
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from hub.spawners.hub_socket import HubSocket


@pytest.fixture
async def proxy() -> AsyncIterator[asyncio.Server]:
    """What stands where the proxy listens: it answers what it heard."""

    async def answer(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        writer.write(b"heard " + await reader.readline())
        writer.close()

    async with await asyncio.start_server(answer, "127.0.0.1", 0) as server:
        yield server


def port_of(server: asyncio.Server) -> int:
    return int(server.sockets[0].getsockname()[1])


async def said(path: Path, words: bytes) -> bytes:
    reader, writer = await asyncio.open_unix_connection(str(path))
    writer.write(words)
    answer = await asyncio.wait_for(reader.read(), 5)
    writer.close()
    return answer


async def test_a_caller_reaches_the_proxy_and_hears_it(
    tmp_path: Path, proxy: asyncio.Server
) -> None:
    hub_socket = HubSocket(tmp_path / "hub", port_of(proxy))
    await hub_socket.open()
    await hub_socket.open()  # a second server of a learner starts

    answer = await said(tmp_path / "hub" / "hub.sock", b"GET /\n")
    await hub_socket.close()

    assert answer == b"heard GET /\n"


async def test_while_the_proxy_restarts_the_caller_sees_an_end(tmp_path: Path) -> None:
    nobody = await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0)
    port = port_of(nobody)
    nobody.close()
    hub_socket = HubSocket(tmp_path, port)
    await hub_socket.open()

    assert await said(tmp_path / "hub.sock", b"GET /\n") == b""
    await hub_socket.close()


async def test_every_learner_may_call_it(tmp_path: Path) -> None:
    hub_socket = HubSocket(tmp_path / "hub", 1)
    await hub_socket.open()
    await hub_socket.close()

    assert stat.S_IMODE((tmp_path / "hub").stat().st_mode) == 0o755
    assert stat.S_IMODE((tmp_path / "hub" / "hub.sock").stat().st_mode) == 0o666
