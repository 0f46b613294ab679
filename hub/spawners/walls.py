"""The walls round one learner's server, as a bubblewrap command line.

Inside there is the learner's own home, a read-only runtime, a private /tmp, and nothing
else: no other process, no other home, no checkout, and (network "hub") no network but a
socket to the Hub's public address. What is bound may lie below a 0700 folder: when the
Hub is root, bwrap mounts as root and only then becomes the learner's own user.

Options weighed for the way back in (browser to server): a TCP port needs the host's
network; a socket file in a shared folder can be swapped for a link to another socket.
So the Hub listens on a Unix socket itself and hands over the open descriptor. It must
not be a TCP one: a process can disconnect that and connect it again, outside the walls.
"""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from hub.settings import Servers
from isolation import bubblewrap, seccomp
from isolation.cgroups import Caps

PYTHON_FOLDER = Path("/opt/lab/python")
SERVER_FOLDER = Path("/opt/lab/server")
HUB_SOCKET = Path("/run/caire/hub.sock")
# Of our code, a learner's server holds these and nothing else.
OURS = {
    "labs/__init__.py": "labs/__init__.py",
    "labs/language.py": "labs/language.py",
    "labs/outcome.py": "labs/outcome.py",
    "labs/words.py": "labs/words.py",
    "labs/kit": "labs/kit",
    "labs/exchange": "labs/exchange",
    "hub/spawners/shim/rfc3987_syntax.py": "rfc3987_syntax.py",
}
# What programs look for in /etc; never passwords, keys or host names.
ETC = (
    *("ld.so.cache", "ld.so.conf", "ld.so.conf.d", "localtime", "timezone", "fonts"),
    *("alternatives", "mime.types", "ssl/certs", "ssl/openssl.cnf"),
)
TMP_BYTES = 512 * 2**20


class NoWalls(Exception):
    """This machine cannot isolate learners' servers; says what to install."""


@dataclass(frozen=True)
class Person:
    """Who lives behind the walls: names inside, and where the home is outside."""

    name: str
    home: Path
    uid: int
    gid: int

    @property
    def home_inside(self) -> Path:
        """/home/<folder>; elsewhere when the runtime itself lies in that folder."""
        usual = Path("/home") / self.home.name
        if any(usual in source.parents for source, _ in bubblewrap.runtime()):
            return Path("/learner") / self.home.name
        return usual


@dataclass(frozen=True)
class Walls:
    """What one server may see. `hub_socket`: the folder of the Hub's, or None."""

    person: Person
    checkout: Path
    names: Path
    hub_socket: Path | None
    tmp_bytes: int = TMP_BYTES


def bwrap_program() -> str:
    """bubblewrap's program. Raises NoWalls."""
    found = bubblewrap.find()
    if found is None:
        raise NoWalls(
            "Bubblewrap is missing, so learners' servers cannot be isolated. "
            "Try `apt install bubblewrap`."
        )
    return found


def what_they_are(program: str, network: str) -> str:
    """In one line, for the operator: which walls, as whom, how much network."""
    number = ".".join(str(part) for part in bubblewrap.version(program))
    calls = "seccomp" if seccomp.is_known() else "NO filter of system calls here"
    who = "a user of its own" if is_root() else "a user namespace"
    reach = {"hub": "only the Hub is reachable", "host": "the network is NOT walled"}
    return f"bubblewrap {number}, {calls}, {who} for each learner, {reach[network]}"


def caps_of(servers: Servers) -> Caps:
    """For all processes of one learner's server together."""
    return Caps(int(servers.memory), servers.processes, servers.cpu)


def command(
    walls: Walls, inside: Sequence[str], *, as_root: bool, filter_fd: int
) -> list[str]:
    """The full command: bwrap, its walls, as root the change of user, `inside`.

    filter_fd: of the filter of system calls (isolation/seccomp.py). The home is bound
    last: bubblewrap makes nothing below a folder that the learner has written.
    """
    person = walls.person
    return [
        bwrap_program(),
        *("--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try"),
        *("--hostname", "lab", "--die-with-parent", "--new-session"),
        *("--seccomp", str(filter_fd)),
        *(["--unshare-net"] if walls.hub_socket else []),
        *([] if as_root else ["--unshare-user", "--cap-drop", "ALL"]),
        *bubblewrap.system(ETC),
        *("--proc", "/proc", "--dev", "/dev"),
        *_scratch(walls),
        *_names(walls),
        *bubblewrap.read_only(bubblewrap.runtime()),
        *_ours(walls),
        *_hub_socket(walls),
        *bubblewrap.bind("--bind", person.home, person.home_inside),
        *("--chdir", str(person.home_inside), "--"),
        *(bubblewrap.become(person.uid, person.gid) if as_root else []),
        *inside,
    ]


def _scratch(walls: Walls) -> Iterator[str]:
    yield from bubblewrap.scratch(("/tmp", "/dev/shm"), walls.tmp_bytes)  # noqa: S108
    yield from bubblewrap.folders_above(Path("/var/x"))
    yield from ("--symlink", "/tmp", "/var/tmp")  # noqa: S108 (inside the walls)


def _names(walls: Walls) -> Iterator[str]:
    """A passwd of one person, so that no account of the host is told."""
    for name in ("passwd", "group", "hosts", "nsswitch.conf"):
        yield from ("--ro-bind", str(walls.names / name), f"/etc/{name}")


def _ours(walls: Walls) -> Iterator[str]:
    for source, target in OURS.items():
        inside = PYTHON_FOLDER / target
        yield from bubblewrap.bind("--ro-bind", walls.checkout / source, inside)
    learner = Path(__file__).parent / "learner"
    yield from bubblewrap.bind("--ro-bind", learner, SERVER_FOLDER)


def _hub_socket(walls: Walls) -> Iterator[str]:
    if walls.hub_socket:
        yield from bubblewrap.bind("--ro-bind", walls.hub_socket, HUB_SOCKET.parent)


def write_names(folder: Path, person: Person) -> None:
    """The small files of /etc that name the one person inside."""
    folder.mkdir(mode=0o755, parents=True, exist_ok=True)
    home = person.home_inside
    lines = {
        "passwd": f"learner:x:{person.uid}:{person.gid}::{home}:/bin/bash\n",
        "group": f"learner:x:{person.gid}:\n",
        "hosts": "127.0.0.1 localhost lab\n",
        "nsswitch.conf": "passwd: files\ngroup: files\nhosts: files\n",
    }
    for name, content in lines.items():
        (folder / name).write_text(content, encoding="utf-8")
        (folder / name).chmod(0o644)


def is_root() -> bool:
    return os.geteuid() == 0
