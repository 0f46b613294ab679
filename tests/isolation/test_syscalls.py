"""Each call does in a process of its own what its name says, or raises OSError."""

import ctypes
import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from isolation import syscalls

ROOT = Path(__file__).parents[2]


def printed(code: str) -> str:
    """What a new process prints that runs this code with `syscalls`."""
    done = subprocess.run(
        [sys.executable, "-c", f"import os\nfrom isolation import syscalls\n{code}"],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=True,
    )
    return done.stdout.strip()


def status_after(call: str) -> dict[str, str]:
    text = printed(f"{call}; print(open('/proc/self/status').read())")
    return dict(line.split(":\t", 1) for line in text.splitlines())


def test_a_call_that_fails_says_its_number_and_its_reason() -> None:
    with pytest.raises(OSError, match=r"call 100000: Function not implemented") as told:
        syscalls.call(100_000)

    assert told.value.errno == errno.ENOSYS


def test_a_mount_that_fails_names_the_place(tmp_path: Path) -> None:
    with pytest.raises(OSError, match=r"mount nothing-such on .*nowhere"):
        syscalls.mount("nothing-such", str(tmp_path / "nowhere"), 0)
    with pytest.raises(OSError, match=r"bind .*here on .*there"):
        syscalls.bind(str(tmp_path / "here"), str(tmp_path / "there"))


def test_memory_that_is_not_there_cannot_be_put_into_large_pages() -> None:
    with pytest.raises(OSError, match="madvise"):
        syscalls.collapse(syscalls.LARGE_PAGE, syscalls.LARGE_PAGE)


def test_new_rights_are_refused_for_good() -> None:
    assert status_after("syscalls.refuse_new_rights()")["NoNewPrivs"] == "1"


def test_no_capability_is_left() -> None:
    about = status_after("syscalls.drop_capabilities()")

    assert {about[f"Cap{kind}"] for kind in ("Inh", "Prm", "Eff")} == {"0" * 16}
    if os.geteuid() == 0:  # others may not shrink the bounding set
        assert about["CapBnd"] == "0" * 16


def test_a_process_that_is_not_dumpable_belongs_to_nobody() -> None:
    prctl, get_dumpable = ctypes.CDLL(None).prctl, 3
    assert prctl(get_dumpable, 0, 0, 0, 0) == 1

    said = printed(
        "import ctypes\nask = lambda: ctypes.CDLL(None).prctl(3, 0, 0, 0, 0)\n"
        "syscalls.set_dumpable(False); print(ask())\n"
        "syscalls.set_dumpable(True); print(ask())"
    )

    assert said.split() == ["0", "1"]


def test_a_fork_into_namespaces_is_their_first_process() -> None:
    said = printed("""
reading, writing = os.pipe()
child = syscalls.fork_into(syscalls.NEWUSER | syscalls.NEWPID)
if child == 0:
    os.write(writing, str(os.getpid()).encode())
    os._exit(7)
_, status = os.waitpid(child, 0)
print(os.read(reading, 10).decode(), os.waitstatus_to_exitcode(status))
""")

    assert said == "1 7"
