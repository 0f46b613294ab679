"""The service listens, says why it cannot, and stops without cutting answers short."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import socket
from pathlib import Path
from typing import Any

import httpx
import pytest

from hub.record.settings import RecordSettings, from_environment
from hub.record.web import server
from hub.record.web.app import open_context


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> RecordSettings:
    """Of a record on a port that is free; it needs a Hub only for who signs in."""
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "token")
    monkeypatch.setenv("JUPYTERHUB_CLIENT_ID", "service-record")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (tmp_path / "site.toml").touch()
    return from_environment(
        {
            "CAIRE_SITE": str(tmp_path / "site.toml"),
            "CAIRE_STATE": str(tmp_path / "state"),
            "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{port}",
        }
    )


async def answer_of(settings: RecordSettings) -> httpx.Response:
    address = f"http://{settings.host}:{settings.port}{settings.prefix}health"
    async with httpx.AsyncClient(trust_env=False) as client:
        for _ in range(200):
            try:
                return await client.get(address)
            except httpx.ConnectError:
                await asyncio.sleep(0.02)
    raise AssertionError("the record never answered")


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_it_serves_until_it_is_told_to_stop(
    settings: RecordSettings, number: signal.Signals
) -> None:
    running = asyncio.create_task(server.serve(settings))

    answer = await answer_of(settings)
    os.kill(os.getpid(), number)

    assert answer.status_code == 200
    assert await asyncio.wait_for(running, 10) == 0
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection((settings.host, settings.port), timeout=5)


# Tornado leaves the socket that it could not bind to the garbage collector.
@pytest.mark.filterwarnings("ignore:unclosed <socket:ResourceWarning")
async def test_a_port_that_is_taken_is_one_sentence_with_what_to_change(
    settings: RecordSettings, caplog: pytest.LogCaptureFixture
) -> None:
    with socket.create_server((settings.host, settings.port)):
        code = await server.serve(settings)

    assert code == 2
    assert f"Port {settings.port} on 127.0.0.1 is taken" in caplog.text
    assert "Change [network] record_port in site.toml" in caplog.text


async def test_pages_without_their_vendored_files_are_served_with_a_warning(
    settings: RecordSettings,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.WARNING, "tornado.application")
    monkeypatch.setattr(server, "TARGET", tmp_path / "not-vendored")
    monkeypatch.setattr(server, "_until_told_to_stop", lambda: answer_of(settings))

    assert await server.serve(settings) == 0

    assert "python -m hub.record vendor" in caplog.text


async def test_whoever_waits_for_work_is_answered_when_it_stops(
    settings: RecordSettings, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[Any] = []

    def opens(given: RecordSettings) -> Any:
        opened.append(open_context(given))
        return opened[0]

    async def at_once() -> None:
        """The service is told to stop while somebody waits for work."""
        waiting.append(asyncio.create_task(opened[0].work_signal.wait(60)))
        await asyncio.sleep(0)

    waiting: list[asyncio.Task[None]] = []
    monkeypatch.setattr(server, "open_context", opens)
    monkeypatch.setattr(server, "_until_told_to_stop", at_once)

    assert await server.serve(settings) == 0

    await asyncio.wait_for(waiting[0], 1)
    assert opened[0].work_signal.is_closed
