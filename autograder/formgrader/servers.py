"""One formgrader server a cohort: started when someone comes, stopped when idle."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import sys
import time
from asyncio.subprocess import Process
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

import httpx

SOCKET = "formgrader.sock"
STARTS_WITHIN_S = 90  # nbgrader and Jupyter import for seconds on a busy machine
IDLE_S = 20 * 60
# What a course server needs of our environment; never a token.
PASSED_ON = ("PATH", "PYTHONPATH", "LANG", "OMP_NUM_THREADS", "CAIRE_STARTED_FOR")


class NotStarted(Exception):
    """The cohort's server did not start. The message is for the log."""


@dataclass
class FormgraderServer:
    """A running server. nonce_placeholder: see server.py."""

    cohort: str
    folder: Path
    process: Process
    key: str
    nonce_placeholder: str
    http: httpx.AsyncClient
    used_at: float = field(default_factory=time.monotonic)


class ServerPool:
    """Opens and closes the cohorts' servers."""

    def __init__(self, courses: Path, prefix: str) -> None:
        self._courses = courses
        self._prefix = prefix
        self._servers: dict[str, FormgraderServer] = {}
        self._opening: dict[str, asyncio.Lock] = {}

    async def server_of(self, cohort: str) -> FormgraderServer | None:
        """The cohort's server, started if need be; None when it has no gradebook."""
        folder = self._courses / cohort
        if not (folder / "gradebook.db").exists():
            return None
        async with self._opening.setdefault(cohort, asyncio.Lock()):
            server = self._servers.get(cohort)
            if server is None or server.process.returncode is not None:
                await self._forget(cohort)
                server = await self._open(cohort, folder)
                self._servers[cohort] = server
        server.used_at = time.monotonic()
        return server

    async def close_idle(self, idle_s: float = IDLE_S) -> None:
        now = time.monotonic()
        for cohort, server in list(self._servers.items()):
            if now - server.used_at >= idle_s:
                await self._forget(cohort)

    async def close(self) -> None:
        await asyncio.gather(*(self._forget(each) for each in list(self._servers)))

    def running(self) -> Mapping[str, int]:
        """cohort -> process id."""
        return {cohort: server.process.pid for cohort, server in self._servers.items()}

    async def _open(self, cohort: str, folder: Path) -> FormgraderServer:
        key, placeholder = secrets.token_urlsafe(24), secrets.token_hex(16)
        (folder / SOCKET).unlink(missing_ok=True)
        process = await asyncio.create_subprocess_exec(
            *(sys.executable, "-m", "autograder.formgrader.server"),
            *("--base-url", f"{self._prefix}{cohort}/"),
            cwd=folder,
            env=_environment(folder, key, placeholder),
            stdin=asyncio.subprocess.DEVNULL,
        )
        http = httpx.AsyncClient(
            transport=httpx.AsyncHTTPTransport(uds=_short_path(folder)),
            base_url="http://formgrader",
            timeout=60,
            trust_env=False,
        )
        server = FormgraderServer(cohort, folder, process, key, placeholder, http)
        try:
            await self._until_it_answers(server)
        except BaseException:
            await _stop(server)
            raise
        return server

    async def _until_it_answers(self, server: FormgraderServer) -> None:
        end = time.monotonic() + STARTS_WITHIN_S
        path = f"{self._prefix}{server.cohort}/formgrader/api/status"
        while time.monotonic() < end:
            if server.process.returncode is not None:
                raise NotStarted(
                    f"{server.cohort}: ended with {server.process.returncode}"
                )
            with contextlib.suppress(httpx.HTTPError):
                answer = await server.http.get(
                    path, headers={"X-Caire-Key": server.key}
                )
                if answer.status_code == 200:
                    return
            await asyncio.sleep(0.1)
        raise NotStarted(f"{server.cohort}: no answer within {STARTS_WITHIN_S} s")

    async def _forget(self, cohort: str) -> None:
        server = self._servers.pop(cohort, None)
        if server is not None:
            await _stop(server)


async def _stop(server: FormgraderServer) -> None:
    await server.http.aclose()
    for each in (signal.SIGTERM, signal.SIGKILL):
        if server.process.returncode is not None:
            break
        with contextlib.suppress(ProcessLookupError):
            server.process.send_signal(each)
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(server.process.wait(), 5)
    (server.folder / SOCKET).unlink(missing_ok=True)


def _environment(folder: Path, key: str, placeholder: str) -> dict[str, str]:
    """Only what is needed: no hub token, no feed token, nobody's Jupyter settings."""
    given = {name: os.environ[name] for name in PASSED_ON if name in os.environ}
    root = str(Path(__file__).parents[2])
    given["PYTHONPATH"] = os.pathsep.join(filter(None, (given.get("PYTHONPATH"), root)))
    # nbgrader asks the program `alembic` when it makes a gradebook.
    tools = str(Path(sys.executable).parent)
    given["PATH"] = os.pathsep.join(filter(None, (tools, given.get("PATH"))))
    own = folder / ".jupyter"
    return {
        **given,
        "HOME": str(own),
        "JUPYTER_CONFIG_DIR": str(own),
        "JUPYTER_DATA_DIR": str(own / "data"),
        "JUPYTER_RUNTIME_DIR": str(own / "runtime"),
        "CAIRE_PROXY_KEY": key,
        "CAIRE_NONCE": placeholder,
    }


def _short_path(folder: Path) -> str:
    """The socket by a path of at most 107 letters, the kernel's limit."""
    path = folder / SOCKET
    if len(str(path).encode()) < 100:
        return str(path)
    # Stays open as long as the proxy: one small number a cohort with a long path.
    return f"/proc/self/fd/{os.open(folder, os.O_PATH)}/{SOCKET}"
