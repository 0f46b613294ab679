"""What the walls are made of: the command line, the Hub's socket."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from hub.spawners import homes, walls
from hub.spawners.hub_socket import UnsafeFolder, sockets_folder
from isolation import bubblewrap, seccomp

SHARED = ("__init__.py", "language.py", "outcome.py", "words.py")


def a_person(tmp_path: Path) -> walls.Person:
    return walls.Person("ada", tmp_path / "homes" / "ada", 260_001, 260_001)


def words(tmp_path: Path, *, as_root: bool, hub_socket: bool = True) -> list[str]:
    sandbox = walls.Walls(
        a_person(tmp_path),
        tmp_path,
        tmp_path / "names",
        tmp_path if hub_socket else None,
    )
    return walls.command(sandbox, ["true"], as_root=as_root, filter_fd=7)


def bound(line: list[str]) -> dict[str, str]:
    """Every source that is bound, and where."""
    return {
        line[place + 1]: line[place + 2]
        for place, word in enumerate(line)
        if word in ("--bind", "--ro-bind")
    }


def test_one_folder_can_be_written_and_it_is_the_home(tmp_path: Path) -> None:
    line = words(tmp_path, as_root=True)

    writable = [line[i + 1] for i, word in enumerate(line) if word == "--bind"]

    assert writable == [str(tmp_path / "homes" / "ada")]
    assert bound(line)[writable[0]] == "/home/ada"


def test_neither_the_checkout_nor_the_labs_sources_are_bound(tmp_path: Path) -> None:
    sources = bound(words(tmp_path, as_root=True))

    ours = {s for s in sources if s.startswith(str(tmp_path / "labs"))}

    assert str(tmp_path) in sources  # the folder of the Hub's socket, in this test
    assert ours == {
        str(tmp_path / "labs" / name) for name in (*SHARED, "kit", "exchange")
    }


@pytest.mark.parametrize("as_root", [True, False])
def test_nothing_is_made_below_what_a_learner_has_written(
    tmp_path: Path, as_root: bool
) -> None:
    """Before 0.12, bubblewrap could follow a link there out to the host."""
    line = words(tmp_path, as_root=as_root)
    home = line.index("--bind")

    assert line[home + 2] == "/home/ada"
    assert line[home + 3 : home + 6] == ["--chdir", "/home/ada", "--"]


def test_the_filter_of_system_calls_is_given_to_bubblewrap(tmp_path: Path) -> None:
    line = words(tmp_path, as_root=True)

    assert line[line.index("--seccomp") + 1] == "7"
    assert line.index("--seccomp") < line.index("--")


def test_root_becomes_the_learner_for_good(tmp_path: Path) -> None:
    line = words(tmp_path, as_root=True)
    after = line[line.index("--") + 1 :]

    assert after[0] == "/usr/bin/setpriv"
    assert {"--reuid=260001", "--regid=260001", "--clear-groups"} <= set(after)
    assert {"--bounding-set=-all", "--no-new-privs"} <= set(after)
    assert "--unshare-user" not in line


def test_a_plain_user_gets_a_user_namespace_instead(tmp_path: Path) -> None:
    line = words(tmp_path, as_root=False)

    assert "--unshare-user" in line
    assert line[-2:] == ["--", "true"]


@pytest.mark.parametrize("hub_socket", [True, False], ids=["hub", "host"])
def test_the_network_is_walled_unless_the_operator_says_host(
    tmp_path: Path, hub_socket: bool
) -> None:
    line = words(tmp_path, as_root=True, hub_socket=hub_socket)

    assert ("--unshare-net" in line) is hub_socket
    assert {"--unshare-pid", "--unshare-ipc", "--die-with-parent"} <= set(line)


# Root can try both ways; a plain user has only one.
@pytest.mark.parametrize("as_root", sorted({walls.is_root(), False}))
def test_the_walls_stand(tmp_path: Path, root: Path, as_root: bool) -> None:
    """For real: bwrap, the change of user, Python from the environment, our folders."""
    person = homes.person_of("ada", tmp_path / "homes")
    if not as_root:
        os.chown(person.home, os.geteuid(), os.getegid())
    walls.write_names(tmp_path / "names", person)
    tmp_path.chmod(0o755)
    sandbox = walls.Walls(person, root, tmp_path / "names", tmp_path)
    look = "import os, labs.kit; print(os.getcwd(), os.listdir('/home'), os.getpid())"

    with seccomp.filter_file() as calls:
        told = subprocess.run(
            walls.command(
                sandbox,
                [sys.executable, "-c", look],
                as_root=as_root,
                filter_fd=calls,
            ),
            env={"PYTHONPATH": str(walls.PYTHON_FOLDER)},
            pass_fds=[calls],
            capture_output=True,
            text=True,
            check=False,
        )

    assert told.stderr == ""
    assert told.stdout.strip() == "/home/ada ['ada'] 2"


def test_a_learner_whose_folder_holds_the_runtime_lives_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Serving from /home/ada must not make folders in the learner ada's home."""
    venv = Path("/home/ada/x/.venv")
    monkeypatch.setattr(bubblewrap, "runtime", lambda: [(venv, str(venv))])

    assert a_person(tmp_path).home_inside == Path("/learner/ada")


def test_the_sockets_folder_is_short_private_and_each_sites_own(tmp_path: Path) -> None:
    one, two = (sockets_folder("", tmp_path / name) for name in ("a", "b"))

    assert one != two
    assert len(str(one)) < 50
    assert stat.S_IMODE(one.stat().st_mode) == 0o700
    for folder in (one, two):
        folder.rmdir()


def test_a_sockets_folder_that_others_can_open_is_refused(tmp_path: Path) -> None:
    (tmp_path / "open").mkdir(mode=0o755)
    (tmp_path / "link").symlink_to(tmp_path)

    for name in ("open", "link"):
        with pytest.raises(UnsafeFolder, match="must be yours alone"):
            sockets_folder(str(tmp_path / name), tmp_path)
