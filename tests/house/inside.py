"""Commands inside a learner's running server, typed in a notebook's cell."""

import asyncio
import json
import uuid
from dataclasses import dataclass

from tornado.httpclient import HTTPRequest
from tornado.websocket import websocket_connect

from tests.house.house import House, until

CELL_S = 120


@dataclass(frozen=True)
class Said:
    """What a command printed (both streams), and its exit code."""

    text: str
    code: int


class Inside:
    """One learner's server and one kernel in it."""

    def __init__(self, house: House, name: str) -> None:
        self._house, self._name = house, name
        self._token = house.token_of(name)
        self._http = house.as_person(name)
        self._start_server()
        answer = self._http.post(f"{self._base}/api/kernels", json={"name": "python3"})
        assert answer.status_code == 201, answer.text
        self._kernel = answer.json()["id"]

    @property
    def _base(self) -> str:
        return f"{self._house.url}/user/{self._name}"

    def _start_server(self) -> None:
        address = f"{self._house.url}/hub/api/users/{self._name}"
        self._http.post(f"{address}/server")
        until(
            f"the server of {self._name}",
            lambda: self._http.get(f"{self._base}/api").status_code == 200,
            120,
        )

    def run(self, command: str) -> Said:
        """Run one shell line in the learner's home, as `!command` in a cell does."""
        text = self.execute(
            f"import subprocess\n"
            f"done = subprocess.run({command!r}, shell=True, text=True, cwd='/home',"
            " stdout=subprocess.PIPE, stderr=subprocess.STDOUT)\n".replace(
                "cwd='/home'", "cwd=__import__('os').path.expanduser('~')"
            )
            + "print(done.stdout, done.returncode, sep='\\0', end='')"
        )
        said, _, code = text.rpartition("\0")
        return Said(said, int(code))

    def execute(self, code: str) -> str:
        """What a cell prints."""
        return asyncio.run(asyncio.wait_for(self._execute(code), CELL_S))

    async def _execute(self, code: str) -> str:
        address = f"{self._base}/api/kernels/{self._kernel}/channels"
        headers = {"Authorization": f"token {self._token}"}
        request = HTTPRequest(address.replace("http", "ws", 1), headers=headers)
        socket = await websocket_connect(request)
        id = uuid.uuid4().hex
        header = {"msg_id": id, "msg_type": "execute_request", "session": id}
        message = {
            "header": {**header, "username": "", "version": "5.3", "date": ""},
            "parent_header": {},
            "metadata": {},
            "content": {"code": code, "silent": False, "store_history": False},
            "channel": "shell",
        }
        await socket.write_message(json.dumps(message))
        printed = []
        while (raw := await socket.read_message()) is not None:
            heard = json.loads(raw)
            if heard["parent_header"].get("msg_id") != id:
                continue
            content = heard["content"]
            if heard["msg_type"] == "stream":
                printed.append(content["text"])
            if heard["msg_type"] == "error":
                raise AssertionError("\n".join(content["traceback"]))
            if content.get("execution_state") == "idle":
                break
        socket.close()
        while (
            await socket.read_message() is not None
        ):  # until it is closed on both ends
            pass
        return "".join(printed)

    def close(self) -> None:
        self._http.close()
