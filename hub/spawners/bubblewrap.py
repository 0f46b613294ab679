"""Learners' servers on this machine: a process tree each, behind bubblewrap's walls.

A server lives exactly as long as the Hub that started it (bwrap's --die-with-parent),
so nothing is ever left running; JupyterLab saves notebooks to disk as people type.
"""

import asyncio
import json
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any, ClassVar

import psutil
from jupyterhub.spawner import Spawner
from jupyterhub.utils import url_path_join
from traitlets import Instance, default

from hub.settings import Settings
from hub.spawners import walls
from hub.spawners.homes import folder_of, person_of
from hub.spawners.hub_socket import HubSocket, sockets_folder
from hub.spawners.language import language_asked
from isolation import cgroups, seccomp

ASK_AGAIN_S = 0.25
POLITE_S = 8.0
STEPS = {
    10: ("Ta place est prête", "Your place is ready"),
    30: ("Ton serveur démarre", "Your server is starting"),
    60: ("JupyterLab se charge", "JupyterLab is loading"),
    80: ("Encore quelques secondes", "A few more seconds"),
}


class CouldNotStart(Exception):
    """Why a server did not start, in both languages, for the page the learner sees."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.jupyterhub_message = f"{fr} / {en}"


class BubblewrapSpawner(Spawner):
    """Starts one learner's server behind the walls and waits until it answers."""

    settings = Instance(Settings, help="the site's settings").tag(config=True)
    hub_sockets: ClassVar[dict[Path, HubSocket]] = {}

    process: subprocess.Popen[bytes] | None = None
    group: cgroups.Group | None = None

    @default("env_keep")
    def _env_keep(self) -> list[str]:
        return []  # nothing of the Hub's environment belongs inside

    @property
    def sockets(self) -> Path:
        return sockets_folder(self.settings.paths.sockets, self.settings.state)

    @property
    def socket_path(self) -> Path:
        return self.sockets / f"{folder_of(self.user.name)}.sock"

    @property
    def server(self) -> Any:
        """Where the server answers, as the Hub sees it: our socket, never a port."""
        server = super().server
        if server is not None and not server.connect_url:
            quoted = str(self.socket_path).replace("/", "%2F")
            server.connect_url = f"http+unix://{quoted}"
        return server

    @server.setter
    def server(self, server: Any) -> None:
        Spawner.server.fset(self, server)

    def get_env(self) -> dict[str, str]:
        """Only what a server needs; its token is scoped by `server_token_scopes`."""
        network = self.settings.network
        env: dict[str, str] = super().get_env()
        venv = Path(sys.prefix).absolute()
        language = language_asked(getattr(self.handler, "request", None))
        return env | {
            "USER": "learner",
            "SHELL": "/bin/bash",
            "LANG": "C.UTF-8",
            "PATH": f"{venv}/bin:/usr/local/bin:/usr/bin:/bin",
            "VIRTUAL_ENV": str(venv),
            "PYTHONPATH": str(walls.PYTHON_FOLDER),
            "PYTHONNOUSERSITE": "1",
            "PYTHONDONTWRITEBYTECODE": "1",
            "JUPYTER_CONFIG_DIR": str(walls.SERVER_FOLDER),
            "JUPYTER_CONFIG_PATH": str(walls.SERVER_FOLDER / language),
            "JUPYTER_RUNTIME_DIR": "/tmp/jupyter",  # noqa: S108 (private, inside)
            "JUPYTERHUB_API_URL": f"{network.address}/hub/api",
            "JUPYTERHUB_ACTIVITY_URL": url_path_join(
                network.address, "hub/api/users", self.user.escaped_name, "activity"
            ),
            "JUPYTERHUB_SERVICE_URL": "http://127.0.0.1:8888"
            + str(env["JUPYTERHUB_SERVICE_PREFIX"]),
            "JUPYTERHUB_DISABLE_USER_CONFIG": "1",
            "CAIRE_RECORD_URL": network.record_url,
            "CAIRE_LANG": language,
            **{f"{name}_NUM_THREADS": "1" for name in ("OMP", "MKL", "OPENBLAS")},
        }

    async def start(self) -> tuple[str, int]:
        """Start, and wait until the server answers. Raises CouldNotStart."""
        person = person_of(self.user.name, self.settings.state / "homes")
        names = self.sockets / "names" / person.home.name
        walls.write_names(names, person)
        hub_socket = await self._open_hub_socket() if self._has_own_network else None
        caps = walls.caps_of(self.settings.servers)
        self.group = cgroups.make(caps, self._group_name)
        sandbox = walls.Walls(person, self.settings.root, names, hub_socket)
        env = self.get_env() | homes_environment(person.home_inside)
        with self._listen() as listening, seccomp.filter_file() as calls:
            command = walls.command(
                sandbox,
                self._inside(listening.fileno()),
                as_root=walls.is_root(),
                filter_fd=calls,
            )
            with self._log_file().open("ab") as log:
                self.process = subprocess.Popen(
                    self.group.enter(command) if self.group else command,
                    env=env,
                    stdin=subprocess.DEVNULL,
                    stdout=log,
                    stderr=subprocess.STDOUT,
                    pass_fds=[listening.fileno(), calls],
                    start_new_session=True,
                    cwd="/",
                )
        await self._until_it_answers(env["JUPYTERHUB_SERVICE_PREFIX"])
        return "127.0.0.1", 80  # a placeholder: `server` above has the real address

    @property
    def _has_own_network(self) -> bool:
        return bool(self.settings.servers.network == "hub")

    @property
    def _group_name(self) -> str:
        return f"{self.sockets.name}-{folder_of(self.user.name)}"

    async def _open_hub_socket(self) -> Path:
        folder = self.sockets / "hub"
        hub_socket = self.hub_sockets.setdefault(
            folder, HubSocket(folder, self.settings.network.port)
        )
        await hub_socket.open()
        return folder

    def _listen(self) -> socket.socket:
        """The socket on which the server answers; its file is never shown inside."""
        self.socket_path.unlink(missing_ok=True)
        listening = socket.socket(socket.AF_UNIX)
        listening.bind(str(self.socket_path))
        self.socket_path.chmod(0o600)
        listening.listen(128)
        return listening

    def _inside(self, descriptor: int) -> list[str]:
        servers = self.settings.servers
        caps = {"CORE": 0, "FSIZE": int(servers.file), "NPROC": servers.processes}
        if self.group is None:
            caps["DATA"] = int(servers.memory)
        return [
            f"{Path(sys.prefix).absolute()}/bin/python",
            *("-P", str(walls.SERVER_FOLDER / "start.py"), str(descriptor)),
            *(str(self.settings.network.port), json.dumps(caps), *self.get_args()),
        ]

    def _log_file(self) -> Path:
        folder = Path(self.settings.state, "logs", "servers")
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        file = folder / f"{folder_of(self.user.name)}.log"
        if file.exists() and file.stat().st_size > 2**20:
            file.replace(file.with_suffix(".log.1"))
        return file

    async def _until_it_answers(self, prefix: str) -> None:
        """JupyterHub alone would wait the whole time limit for a server that died."""
        asking = asyncio.ensure_future(self._ask(prefix))
        try:
            while not asking.done():
                if await self.poll() is not None:
                    raise CouldNotStart(
                        "Ton serveur s’est arrêté en démarrant. Tes fichiers sont "
                        "intacts. Essaie encore ; si cela se répète, préviens ton "
                        "enseignant.",
                        "Your server stopped while it was starting. Your files are "
                        "safe. Try again; if it happens again, tell your teacher.",
                    )
                await asyncio.wait([asking], timeout=ASK_AGAIN_S)
        finally:
            asking.cancel()

    async def _ask(self, prefix: str) -> None:
        """One request, answered as soon as the server takes it from the queue."""
        while True:
            try:
                reader, writer = await asyncio.open_unix_connection(
                    str(self.socket_path)
                )
                writer.write(f"GET {prefix}api HTTP/1.0\r\n\r\n".encode())
                if (await reader.readline()).startswith(b"HTTP/1"):
                    writer.close()
                    return
            except OSError:
                pass
            await asyncio.sleep(ASK_AGAIN_S)

    async def progress(self) -> AsyncIterator[dict[str, Any]]:
        """What is happening, for the waiting page; it picks the reader's language."""
        for percent, (fr, en) in STEPS.items():
            yield {"progress": percent, "message": f"{fr} / {en}", "fr": fr, "en": en}
            await asyncio.sleep(1.5)

    async def poll(self) -> int | None:
        """None while it runs. After a restart of the Hub there is nothing to find."""
        if self.process is None:
            return 0
        status = self.process.poll()
        if status is not None:
            self._clean()
        return status

    async def stop(self, now: bool = False) -> None:
        """Ask the server to end, then end the whole tree. Nothing is left running."""
        if self.process is None:
            return
        if not now:
            for child in self._inner_processes():
                child.send_signal(signal.SIGTERM)
            await self._wait(POLITE_S)
        if self.process.poll() is None:
            self.process.kill()  # --die-with-parent takes everything inside with it
            await self._wait(POLITE_S)
        self._clean()

    def _inner_processes(self) -> list[psutil.Process]:
        """The server itself: bwrap outside, bwrap as process 1, then the server."""
        try:
            outer = psutil.Process(self.process.pid if self.process else 0)
            return [grand for child in outer.children() for grand in child.children()]
        except psutil.Error:
            return []

    async def _wait(self, seconds: float) -> None:
        for _ in range(round(seconds / 0.1)):
            if self.process is None or self.process.poll() is not None:
                return
            await asyncio.sleep(0.1)

    def _clean(self) -> None:
        self.socket_path.unlink(missing_ok=True)
        shutil.rmtree(self.sockets / "names" / folder_of(self.user.name), True)
        if self.group is not None:
            self.group.remove()
        self.process = None


def homes_environment(home: Path) -> dict[str, str]:
    """What JupyterLab remembers for one person goes into that person's home."""
    lab = home / ".jupyter" / "lab"
    return {
        "HOME": str(home),
        "JUPYTERLAB_SETTINGS_DIR": str(lab / "user-settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(lab / "workspaces"),
    }
