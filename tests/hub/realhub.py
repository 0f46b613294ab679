"""A real JupyterHub on ports and state of its own, without the services beside it.

Our configuration as it is, but for `services`: one of them is the test itself, with a
token that may start servers and look at them. The whole site is in tests/house.
"""

import asyncio
import json
import os
import shutil
import signal
import subprocess
import sys
import time
import uuid
from pathlib import Path
from types import TracebackType
from typing import Any

import httpx
from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from hub import demo
from hub.configure.services import environment
from hub.settings import Settings, load
from hub.spawners.hub_socket import sockets_folder
from tests.ports import PORTS, free_ports

ROOT = Path(__file__).parents[2]
TOKEN = "the-token-of-the-tests-and-of-nothing-else"
LIMIT_S = 90
CONFIG = f"""
load_subconfig({str(ROOT / "jupyterhub_config.py")!r})
c = get_config()
c.JupyterHub.default_url = "/hub/home"
names = ("autograder", "idle-culler", "record", "formgrader")
c.JupyterHub.services = [
    {{"name": name, "api_token": name * 4}} for name in names
] + [{{"name": "tests", "api_token": {TOKEN!r}}}]
scopes = ["admin:users", "admin:servers", "access:servers"]
c.JupyterHub.load_roles = [
    *c.JupyterHub.load_roles,
    {{"name": "the-tests", "services": ["tests"], "scopes": scopes}},
]
"""


class RealHub:
    """Use as `with RealHub(folder) as hub:`. `sections` adds lines to site.toml."""

    def __init__(self, folder: Path, sections: str = "") -> None:
        self.folder = folder
        ports = zip(PORTS, free_ports(len(PORTS)), strict=True)
        lines = "".join(f"{name} = {port}\n" for name, port in ports)
        (folder / "site.toml").write_text(f"[network]\n{lines}{sections}")
        (folder / "config.py").write_text(CONFIG, encoding="utf-8")
        self.settings: Settings = load({"CAIRE_SITE": str(folder / "site.toml")})
        self.passwords = {
            account.name: account.password
            for account in demo.make_accounts(self.settings.state)
        }
        self.url = self.settings.network.address
        self.http = httpx.Client(
            base_url=f"{self.url}/",
            headers={"Authorization": f"token {TOKEN}"},
            trust_env=False,
            timeout=60,
        )

    def __enter__(self) -> "RealHub":
        self.log = (self.folder / "hub.log").open("wb")
        self.process = subprocess.Popen(
            [sys.executable, "-m", "jupyterhub", "-f", str(self.folder / "config.py")],
            env=os.environ | environment(self.settings),
            cwd=ROOT,
            stdout=self.log,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        try:
            self.until(lambda: self._status("/hub/login") == 200, "the login page")
        except BaseException:
            self._end()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._end()

    def _end(self) -> None:
        self.http.close()
        self.process.send_signal(signal.SIGTERM)
        try:
            self.process.wait(30)
        finally:
            if self.process.poll() is None:
                os.killpg(self.process.pid, signal.SIGKILL)
                self.process.wait(10)
            self.log.close()
            paths = self.settings.paths
            shutil.rmtree(sockets_folder(paths.sockets, self.settings.state))

    def _status(self, path: str) -> int:
        try:
            return self.http.get(path).status_code
        except httpx.HTTPError:
            return 0

    def until(self, is_so: Any, what: str, limit_s: float = LIMIT_S) -> None:
        end = time.monotonic() + limit_s
        while not is_so():
            said = (self.folder / "hub.log").read_text(errors="replace")[-3000:]
            assert self.process.poll() is None, f"the Hub ended:\n{said}"
            assert time.monotonic() < end, f"not in {limit_s} s: {what}\n{said}"
            time.sleep(0.2)

    def start_server(self, name: str) -> None:
        answer = self.http.post(f"/hub/api/users/{name}/server")
        assert answer.status_code in (201, 202), answer.text
        self.until(lambda: self.is_running(name), f"the server of {name}")

    def stop_server(self, name: str) -> None:
        answer = self.http.delete(f"/hub/api/users/{name}/server")
        assert answer.status_code in (202, 204), answer.text
        self.until(lambda: not self.is_running(name), f"the end of {name}'s server")

    def is_running(self, name: str) -> bool:
        user = self.http.get(f"/hub/api/users/{name}").json()
        return bool(user["servers"].get("", {}).get("ready"))

    def run(self, name: str, code: str) -> str:
        """What `code` prints in a fresh kernel of that learner's server."""
        base = f"/user/{name}/api/kernels"
        kernel = self.http.post(base, json={}).json()["id"]
        try:
            return asyncio.run(self._execute(f"{base}/{kernel}/channels", code))
        finally:
            self.http.delete(f"{base}/{kernel}")

    async def _execute(self, path: str, code: str) -> str:
        request = HTTPRequest(
            self.url.replace("http", "ws", 1) + path,
            headers={"Authorization": f"token {TOKEN}"},
        )
        channel = await websocket_connect(request)
        asked = uuid.uuid4().hex
        await channel.write_message(json.dumps(execute_request(asked, code)))
        printed = ""
        while True:
            answer = await asyncio.wait_for(channel.read_message(), LIMIT_S)
            assert answer is not None, "the kernel went away"
            message = json.loads(answer)
            if message["parent_header"].get("msg_id") != asked:
                continue
            match message["header"]["msg_type"], message["content"]:
                case "stream", content:
                    printed += content["text"]
                case "error", content:
                    printed += f"{content['ename']}: {content['evalue']}"
                case "status", {"execution_state": "idle"}:
                    break  # the reply itself may overtake what was printed
        channel.close()
        while await channel.read_message() is not None:
            pass  # until the other side has closed too
        return printed


def execute_request(asked: str, code: str) -> dict[str, Any]:
    header = {"msg_id": asked, "msg_type": "execute_request", "session": "tests"}
    return {
        "channel": "shell",
        "header": {**header, "username": "tests", "version": "5.3", "date": ""},
        "parent_header": {},
        "metadata": {},
        "content": {"code": code, "silent": False, "allow_stdin": False},
    }
