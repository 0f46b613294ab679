"""What must be true before the Hub starts: each check is None or one sentence."""

import shutil
import socket
import subprocess
from collections.abc import Callable, Iterator

import psutil

from hub.configure.site import NodeMissing, proxy_command
from hub.private_files import narrow
from hub.settings import NOT_STARTED, Settings
from hub.spawners import walls
from hub.spawners.hub_socket import UnsafeFolder, sockets_folder
from isolation import seccomp

FREE_BYTES = 2**30


def problems(settings: Settings) -> Iterator[str]:
    """The first sentence of each check that fails, in the order a person would fix."""
    checks: tuple[Callable[[Settings], str | None], ...] = (
        state_problem,
        private_problem,
        node_problem,
        walls_problem,
        sockets_problem,
        ports_problem,
        disk_problem,
    )
    for check in checks:
        if sentence := check(settings):
            yield sentence


def state_problem(settings: Settings) -> str | None:
    """Can the state folder be made and written?"""
    state = settings.state
    try:
        state.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe = state / ".can-write"
        probe.write_bytes(b"")
        probe.unlink()
    except OSError as error:
        return (
            f"The state folder {str(state)!r} cannot be written ({error.strerror}). "
            "Change its owner, or name another one in site.toml, [paths] state. "
            f"{NOT_STARTED}"
        )
    return None


def private_problem(settings: Settings) -> str | None:
    """Are the site's files closed to other accounts? Older ones are closed here."""
    try:
        narrow(settings.state)
    except OSError as error:
        return (
            f"{error.filename!r} can be opened by other accounts of this machine, and "
            f"could not be closed ({error.strerror}). Make it yours (`chown -R`). "
            f"{NOT_STARTED}"
        )
    return None


def node_problem(settings: Settings) -> str | None:
    try:
        proxy_command(settings.root)
    except NodeMissing as error:
        return str(error)
    return None


def walls_problem(settings: Settings) -> str | None:
    """Do the walls stand on this machine? Tried for real, with `true` inside."""
    try:
        program = walls.bwrap_program()
    except walls.NoWalls as error:
        return f"{error} {NOT_STARTED}"
    if walls.is_root() and not shutil.which("setpriv", path="/usr/bin:/bin"):
        return (
            "The program setpriv is missing, so learners' servers cannot leave root. "
            f"Try `apt install util-linux`. {NOT_STARTED}"
        )
    user = [] if walls.is_root() else ["--unshare-user"]
    network = ["--unshare-net"] if settings.servers.network == "hub" else []
    with seccomp.filter_file() as calls:
        tried = subprocess.run(
            [
                *(program, *user, *network, "--unshare-pid", "--seccomp", str(calls)),
                *("--ro-bind", "/", "/", "true"),
            ],
            pass_fds=[calls],
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
        )
    if tried.returncode == 0:
        return None
    return (
        "Bubblewrap cannot make its walls here "
        f"({tried.stderr.strip().splitlines()[-1] if tried.stderr else 'no reason'}). "
        "Let users make user namespaces: sysctl kernel.unprivileged_userns_clone=1, or "
        f"kernel.apparmor_restrict_unprivileged_userns=0. {NOT_STARTED}"
    )


def sockets_problem(settings: Settings) -> str | None:
    try:
        sockets_folder(settings.paths.sockets, settings.state)
    except UnsafeFolder as error:
        return f"{error} {NOT_STARTED}"
    except OSError as error:
        return (
            f"The folder for sockets cannot be made ({error}). "
            f"Name another one in site.toml, [paths] sockets. {NOT_STARTED}"
        )
    return None


def ports_problem(settings: Settings) -> str | None:
    """Is every port of site.toml free? Names the program that has it, if known."""
    for name, port in settings.network.ports.items():
        with socket.socket() as trial:
            trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                trial.bind(("127.0.0.1", port))
            except PermissionError:
                reason = "needs root"
            except OSError:
                reason = f"is taken{_by_whom(port)}"
            else:
                continue
        return (
            f"Port {port} {reason}. Stop that program, or write another number in "
            f"site.toml, [network] {name}. {NOT_STARTED}"
        )
    return None


def _by_whom(port: int) -> str:
    try:
        for connection in psutil.net_connections("tcp"):
            listens = connection.status == psutil.CONN_LISTEN and connection.laddr
            if listens and connection.laddr[1] == port and connection.pid:
                program = psutil.Process(connection.pid).name()
                return f" by {program!r} (process {connection.pid})"
    except psutil.Error:
        pass
    return ""


def disk_problem(settings: Settings) -> str | None:
    free = shutil.disk_usage(settings.state).free
    if free >= FREE_BYTES:
        return None
    return (
        f"Only {free // 2**20} MB are free where {str(settings.state)!r} is; marks and "
        f"submissions need 1024 MB. Free some space. {NOT_STARTED}"
    )
