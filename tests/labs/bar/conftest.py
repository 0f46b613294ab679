"""Fixtures of the bar: a learner's real Jupyter server, a fake record, Chromium.

- `fake`: the record, on the far side of the network.
- `server`: a real JupyterLab with the bar, for one learner (`server.home`).
- `page`: a Chromium page that is logged in there.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page

from labs.kit.bar import LABEXTENSIONS
from tests.chromium import chromium_browser
from tests.labs.exchange.fake_record import TOKEN, FakeRecord, running_record

ROOT = Path(__file__).parents[3]


@dataclass
class LabServer:
    """A running Jupyter server. base ends in a slash; token lets a test in."""

    base: str
    token: str
    home: Path

    def address(self, path: str) -> str:
        return f"{self.base}{path}"

    def client(self) -> httpx.Client:
        headers = {"Authorization": f"token {self.token}"}
        return httpx.Client(base_url=self.base, headers=headers, timeout=60)


@pytest.fixture(scope="session")
def far_side() -> Iterator[FakeRecord]:
    with running_record() as record:
        yield record


@pytest.fixture
def fake(far_side: FakeRecord) -> FakeRecord:
    far_side.forget()
    return far_side


@pytest.fixture(scope="session")
def one_server(far_side: FakeRecord) -> Iterator[LabServer]:
    """One start for all tests: it is the slowest thing here, at about 5 s."""
    # Not tmp_path: a kernel's socket has a name of at most 107 characters.
    folder = tempfile.mkdtemp(prefix="bar-")
    with running_server(Path(folder), far_side.url) as server:
        yield server
    shutil.rmtree(folder)


@pytest.fixture
def server(one_server: LabServer, fake: FakeRecord) -> Iterator[LabServer]:
    yield one_server
    with one_server.client() as learner:
        for session in learner.get("api/sessions").json():
            learner.delete(f"api/sessions/{session['id']}")
    for left in one_server.home.iterdir():
        shutil.rmtree(left) if left.is_dir() else left.unlink()


@contextmanager
def running_server(folder: Path, record_url: str) -> Iterator[LabServer]:
    """A JupyterLab as a learner's: the bar on, what a learner does not need off."""
    home = folder / "home"
    home.mkdir()
    write_settings(folder / "config")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    server = LabServer(f"http://127.0.0.1:{port}/user/ada/", "letmein", home)
    command = [
        *(sys.executable, "-m", "jupyterlab", "--no-browser", "--allow-root"),
        f"--ServerApp.port={port}",
        "--ServerApp.port_retries=0",
        "--ServerApp.ip=127.0.0.1",
        "--ServerApp.base_url=/user/ada/",
        f"--ServerApp.root_dir={home}",
        f"--IdentityProvider.token={server.token}",
        f"--LabApp.extra_labextensions_path={LABEXTENSIONS}",
        "--KernelManager.transport=ipc",
    ]
    environment = {
        **os.environ,
        "PYTHONPATH": str(ROOT),
        "HOME": str(folder),
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_RUNTIME_DIR": str(folder / "run"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTERHUB_API_TOKEN": TOKEN,
        "CAIRE_RECORD_URL": record_url,
        "CAIRE_LANG": "fr",
    }
    with (folder / "server.log").open("wb") as log:
        process = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
        try:
            _wait_until_up(server, process, folder / "server.log")
            yield server
        finally:
            _stop(process)


def write_settings(folder: Path) -> None:
    (folder / "labconfig").mkdir(parents=True)
    nbgrader = "nbgrader.server_extensions"
    parts = ("formgrader", "assignment_list", "course_list", "validate_assignment")
    enabled = {"labs.kit.bar": True, "jupyter_lsp": False, "notebook": False}
    enabled |= {f"{nbgrader}.{part}": False for part in parts}
    server = {"ServerApp": {"jpserver_extensions": enabled}}
    (folder / "jupyter_server_config.json").write_text(json.dumps(server))
    off = ("@jupyterlab/apputils-extension:announcements", "@jupyter/nbgrader")
    page = {"disabledExtensions": dict.fromkeys(off, True)}
    (folder / "labconfig" / "page_config.json").write_text(json.dumps(page))


# Not for the whole session: Playwright's loop would be in the way of async tests.
@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    with chromium_browser() as browser:
        yield browser


@pytest.fixture
def page(chromium: Browser, server: LabServer) -> Iterator[Page]:
    context = chromium.new_context(viewport={"width": 1280, "height": 800})
    opened = context.new_page()
    opened.goto(server.address(f"lab/api/settings?token={server.token}"))
    yield opened
    context.close()


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Jupyter sometimes waits for ever for an anyio thread of its own when it ends."""
    process.terminate()
    try:
        process.wait(timeout=10)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _wait_until_up(
    server: LabServer, process: subprocess.Popen[bytes], log: Path
) -> None:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        if process.poll() is not None:
            break
        try:
            if httpx.get(server.address("api"), timeout=2).is_success:
                return
        except httpx.HTTPError:
            time.sleep(0.2)
    raise AssertionError(f"the server did not start:\n{log.read_text()}")
