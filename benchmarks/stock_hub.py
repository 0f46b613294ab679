"""A stock JupyterHub with its stock settings, beside ours: dummy sign-in,
SimpleLocalProcessSpawner, CHP, SQLite.
"""

import secrets
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.ports import free_ports

ROOT = Path(__file__).parents[1]
CONFIG = """
c.JupyterHub.bind_url = "http://127.0.0.1:{public}"
c.JupyterHub.hub_bind_url = "http://127.0.0.1:{hub}"
c.ConfigurableHTTPProxy.api_url = "http://127.0.0.1:{api}"
c.JupyterHub.authenticator_class = "dummy"
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.Spawner.ip = "127.0.0.1"
c.Spawner.args = ["--allow-root"]
c.Spawner.environment = {{"PYTHONPATH": "{root}"}}  # N1-01 imports labs.kit
c.Spawner.notebook_dir = "{folder}"
c.Spawner.http_timeout = 180
c.Spawner.start_timeout = 180
c.JupyterHub.services = [{{"name": "bench", "api_token": "{token}"}}]
c.JupyterHub.load_roles = [{{"name": "bench", "services": ["bench"],
    "scopes": ["admin:users", "admin:servers", "access:servers", "tokens"]}}]
"""


@dataclass(frozen=True)
class StockHub:
    """A running stock Hub: address, a token that may start servers, its folder and
    process.
    """

    url: str
    token: str
    folder: Path
    pid: int

    def api(self) -> httpx.Client:
        return httpx.Client(
            base_url=f"{self.url}/hub/api",
            headers={"Authorization": f"token {self.token}"},
            timeout=200,
        )


@contextmanager
def stock_hub(folder: Path) -> Iterator[StockHub]:
    """Starts it in `folder` (which stays), waits until it answers, stops it with all it
    started.
    """
    public, hub, api = free_ports(3)
    token = secrets.token_hex(16)
    config = folder / "jupyterhub_config.py"
    config.write_text(
        CONFIG.format(
            public=public, hub=hub, api=api, token=token, folder=folder, root=ROOT
        )
    )
    with (folder / "hub.log").open("w") as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", str(config)],
            cwd=folder,
            stdout=log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
    try:
        url = f"http://127.0.0.1:{public}"
        wait_until_it_answers(f"{url}/hub/api/", process)
        yield StockHub(url, token, folder, process.pid)
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            process.kill()


def wait_until_it_answers(
    url: str, process: "subprocess.Popen[bytes]", limit_s: float = 90
) -> None:
    end = time.monotonic() + limit_s
    while time.monotonic() < end:
        if process.poll() is not None:
            raise RuntimeError(f"the Hub at {url} ended with {process.returncode}")
        try:
            if httpx.get(url, timeout=5).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.2)
    raise TimeoutError(f"{url} did not answer within {limit_s:.0f} s")
