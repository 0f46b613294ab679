"""A whole house for tests: the real `python -m hub serve`, with ports of its own.

The one rule: nothing is replaced. What a test knows of the house is what the operator
sees: the output of the command, the files below the state folder, and HTTP.
"""

import os
import re
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import psutil

from tests.ports import PORTS, free_ports

ROOT = Path(__file__).parents[2]
START_S = 120
STOP_S = 40
ACCOUNT = re.compile(r"^ {2}(\S+) {3,}(\S+) {3,}(\S+)$", re.MULTILINE)


def until(
    what: str, is_so: Callable[[], object], limit_s: float = 60, pause_s: float = 0.2
) -> object:
    """The first true answer of `is_so`; fails with `what` when none comes in time."""
    end = time.monotonic() + limit_s
    while True:
        if answer := is_so():
            return answer
        if time.monotonic() > end:
            raise AssertionError(f"not within {limit_s:g} s: {what}")
        time.sleep(pause_s)


@dataclass
class House:
    """One site below `folder`. Use as `with House(folder): ...` or start and stop it.

    accounts: name to password, as printed at the first start.
    """

    folder: Path
    sections: Mapping[str, str] = field(default_factory=dict)
    accounts: dict[str, str] = field(default_factory=dict)
    _serve: subprocess.Popen[bytes] | None = None
    _starts: int = 0

    def __post_init__(self) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        self.ports = dict(zip(PORTS, free_ports(len(PORTS)), strict=True))
        self.site = self.folder / "site.toml"
        self.write_site()

    def write_site(self, more: str = "") -> None:
        network = "".join(f"{name} = {port}\n" for name, port in self.ports.items())
        sections = "".join(f"[{k}]\n{v}\n" for k, v in self.sections.items())
        text = f"[network]\n{network}{sections}{more}"
        self.site.write_text(text, encoding="utf-8")

    @property
    def state(self) -> Path:
        return self.folder / "var"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.ports['port']}"

    @property
    def record_url(self) -> str:
        return f"{self.url}/services/record"

    @property
    def environment(self) -> dict[str, str]:
        """For commands that an operator types beside the running house."""
        ours = {
            "CAIRE_SITE": str(self.site),
            "CAIRE_STATE": str(self.state),
            "PYTHONUNBUFFERED": "1",
        }
        kept = {k: v for k, v in os.environ.items() if not k.startswith("CAIRE_")}
        return kept | ours

    @property
    def output(self) -> str:
        """What the running `python -m hub serve` has printed so far."""
        file = self.folder / f"serve-{self._starts}.txt"
        return file.read_text(encoding="utf-8", errors="replace")

    def start(self) -> float:
        """Start it, and wait for its "Ready"; the seconds that took."""
        begun = time.monotonic()
        self._starts += 1
        with (self.folder / f"serve-{self._starts}.txt").open("wb") as out:
            self._serve = subprocess.Popen(
                [sys.executable, "-m", "hub", "serve"],
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=out,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until("Ready", self._is_ready, START_S)
        self.accounts |= {name: word for name, _, word in ACCOUNT.findall(self.output)}
        return time.monotonic() - begun

    def _is_ready(self) -> bool:
        assert self._serve is not None
        assert self._serve.poll() is None, f"serve ended:\n{self.output}"
        return "Ready: " in self.output

    def stop(self) -> None:
        """Ctrl-C. Asserts that it ends with 0 and that not one process is left."""
        assert self._serve is not None
        self._serve.send_signal(signal.SIGINT)
        status = self._serve.wait(STOP_S)
        assert status == 0, f"serve ended with {status}:\n{self.output}"
        assert (left := self.processes()) == [], f"left running: {told(left)}"

    def end_whatever_runs(self) -> None:
        """After a failed test: no process of ours may outlive it."""
        if self._serve is not None and self._serve.poll() is None:
            self._serve.send_signal(signal.SIGINT)
            with suppress(subprocess.TimeoutExpired):
                self._serve.wait(STOP_S)
        for process in self.processes():
            with suppress(psutil.Error):
                process.kill()
        if self._serve is not None:
            self._serve.wait(10)

    def processes(self, *words: str) -> list[psutil.Process]:
        """The living processes of this house; with `words`, those with all in argv."""
        return [
            process
            for process in psutil.process_iter()
            if self._is_ours(process)
            and all(any(w in part for part in _argv(process)) for w in words)
        ]

    def _is_ours(self, process: psutil.Process) -> bool:
        try:
            if process.status() == psutil.STATUS_ZOMBIE:
                return False
            # The Hub gives its services CAIRE_STARTED_FOR. A learner's server has
            # another environment, but its bwrap is told the home, and stands above it.
            if process.environ().get("CAIRE_STARTED_FOR") == str(self.state):
                return True
            return any(self._names_us(p) for p in (process, *process.parents()))
        except psutil.Error:
            return False

    def _names_us(self, process: psutil.Process) -> bool:
        return any(str(self.state) in part for part in _argv(process))

    def kill(self, *words: str) -> psutil.Process:
        """kill -9 the eldest process whose command line holds all words."""
        found = self.processes(*words)
        assert found, f"no process with {words} to kill"
        eldest = min(found, key=psutil.Process.create_time)
        eldest.kill()
        return eldest

    def kill_the_hub(self) -> None:
        """kill -9 `serve` and the Hub together, as a lost machine would."""
        assert self._serve is not None
        hubs = self.processes("jupyterhub", "jupyterhub_config.py")
        for process in (psutil.Process(self._serve.pid), *hubs):
            process.kill()
        self._serve.wait(10)

    def run(
        self, *command: str, limit_s: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """`python -m ...` as the operator types it; its exit code is not checked."""
        return subprocess.run(
            [sys.executable, "-m", *command],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=limit_s,
            check=False,
        )

    def in_record(self, question: str) -> list[tuple[Any, ...]]:
        """Rows of the record's own database, read beside the running service."""
        file = self.state / "record" / "record.sqlite"
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True)) as database:
            return list(database.execute(question))

    @contextmanager
    def browserless(self, name: str) -> Iterator[httpx.Client]:
        """A signed-in session over HTTP, as a browser has it."""
        with httpx.Client(
            base_url=self.url, follow_redirects=True, trust_env=False, timeout=60
        ) as client:
            client.get("/hub/login")
            words = {
                "username": name,
                "password": self.accounts[name],
                "_xsrf": client.cookies.get("_xsrf", path="/hub/") or "",
            }
            answer = client.post("/hub/login", data=words)
            assert answer.status_code == 200, f"{name}: {answer.status_code}"
            yield client

    def token_of(self, name: str) -> str:
        """An API token that this person makes for themselves."""
        with self.browserless(name) as client:
            client.get("/hub/token")
            answer = client.post(
                f"/hub/api/users/{name}/tokens",
                json={"note": "journey"},
                headers={
                    "X-XSRFToken": client.cookies.get("_xsrf", path="/hub/") or ""
                },
            )
            assert answer.status_code == 201, answer.text
            return str(answer.json()["token"])

    def as_person(self, name: str) -> httpx.Client:
        """A client of the record's API with this person's own token."""
        return httpx.Client(
            base_url=self.record_url + "/",
            headers={"Authorization": f"token {self.token_of(name)}"},
            trust_env=False,
            timeout=60,
        )


def _argv(process: psutil.Process) -> list[str]:
    try:
        return list(process.cmdline())
    except psutil.Error:
        return []


def told(processes: list[psutil.Process]) -> str:
    return "; ".join(f"{p.pid} {' '.join(_argv(p))[:160]}" for p in processes)
