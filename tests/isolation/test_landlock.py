"""The second wall really holds, in a process of its own: it is never taken back."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from isolation import landlock

ROOT = Path(__file__).parents[2]
TRY = """
import json, socket, sys
from pathlib import Path
from isolation import landlock, syscalls

folder = Path(sys.argv[1])
syscalls.refuse_new_rights()
told = {"version": landlock.restrict(
    [str(folder / "readable"), str(folder / "not-there")], [str(folder / "writable")]
)}

def tried(name, action):
    try:
        action()
        told[name] = "done"
    except OSError as error:
        told[name] = type(error).__name__

for place in ("readable", "writable", "other"):
    tried(f"read {place}", (folder / place / "file").read_bytes)
    tried(f"write {place}", lambda: (folder / place / "new").write_bytes(b"x"))
tried("device", lambda: open("/dev/null", "wb").write(b"x"))
tried("connect", lambda: socket.create_connection(("127.0.0.1", 9)))
print(json.dumps(told))
"""
needs_landlock = pytest.mark.skipif(
    landlock.version() == 0, reason="this kernel has no Landlock"
)


def restricted(folder: Path) -> dict[str, Any]:
    for place in ("readable", "writable", "other"):
        (folder / place).mkdir()
        (folder / place / "file").write_text("x")
    done = subprocess.run(
        [sys.executable, "-c", TRY, str(folder)],
        env={"PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    told: dict[str, Any] = json.loads(done.stdout)
    return told


@needs_landlock
def test_only_the_named_places_can_be_used(tmp_path: Path) -> None:
    told = restricted(tmp_path)

    assert told["version"] == landlock.version()
    assert told["read readable"] == told["read writable"] == "done"
    assert told["write writable"] == told["device"] == "done"
    assert told["write readable"] == "PermissionError"
    assert told["read other"] == told["write other"] == "PermissionError"


@pytest.mark.skipif(landlock.version() < 4, reason="Landlock 4 knows of TCP")
def test_no_connection_is_made_at_all(tmp_path: Path) -> None:
    assert restricted(tmp_path)["connect"] == "PermissionError"


def test_a_kernel_without_landlock_restricts_nothing_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def refuses(*given: object) -> int:
        raise OSError(38, "Function not implemented")

    monkeypatch.setattr("isolation.syscalls.call", refuses)

    assert landlock.restrict(["/"], []) == 0
