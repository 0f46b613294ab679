"""What the walls let a program see and do, asked from inside."""

import os
import socket
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from autograder.grading.budget import Time
from autograder.grading.processes import LearnerProcess
from autograder.runtime.limits import Limits
from autograder.sandbox import cold as sandbox
from autograder.sandbox.walls import CHECKOUT, command_of, learner_walls
from isolation import bubblewrap

LIMITS = Limits(cpu_s=10, wall_s=60, memory_mb=600, processes=16, disk_mb=16)


@pytest.fixture
def use_bwrap(monkeypatch: Any) -> Any:
    """Makes this program the one that is found."""

    def use(path: Any) -> Any:
        bubblewrap.find.cache_clear()
        monkeypatch.setenv("CAIRE_BWRAP", str(path))

    yield use
    bubblewrap.find.cache_clear()


@pytest.fixture(params=["warm", "cold"])
def inside(request: pytest.FixtureRequest) -> Any:
    """Runs a cell in a fresh sandbox and gives what it printed or raised."""
    if request.param == "cold":
        request.getfixturevalue("cold")
    learner = LearnerProcess(LIMITS, "fr", {"data.csv": b"1,2"}, [], False)

    def run(source: Any) -> Any:
        answer = learner.run(source, Time(10, 30))
        texts = [o.get("text") or str(o.get("data")) for o in answer["outputs"]]
        return "".join(texts)

    with learner:
        yield run


def test_it_is_nobody_without_any_capability(inside: Any) -> None:
    said = inside("print(open('/proc/self/status').read())")

    assert "CapEff:\t0000000000000000" in said
    assert "CapBnd:\t0000000000000000" in said or os.geteuid() != 0
    assert "NoNewPrivs:\t1" in said
    assert "Seccomp:\t2" in said
    assert f"Uid:\t{os.geteuid()}\t" not in said or os.geteuid() != 0


def test_a_checkout_below_tmp_is_seen_through_the_private_tmp(tmp_path: Path) -> None:
    """A newcomer clones into `mktemp -d`; /tmp inside is another one."""
    below = Path("/tmp") / "checkout" / "data"
    walls = learner_walls(LIMITS, "fr")
    walls = replace(walls, mounts=(*walls.mounts, (tmp_path, str(below))))

    words = command_of("bwrap", walls, 3, ["-m", "none"])

    assert words.index(str(below)) > words.index("/tmp", words.index("--tmpfs"))


def test_it_sees_no_other_process_and_no_host_name(inside: Any) -> None:
    said = inside(
        "import os, socket\n"
        "print(sorted(int(p) for p in os.listdir('/proc') if p.isdigit())[:9])\n"
        "print(socket.gethostname())"
    )

    assert socket.gethostname() not in said
    assert all(int(each) < 50 for each in said[1 : said.index("]")].split(", "))


def test_it_has_no_network_at_all(inside: Any) -> None:
    said = inside(
        "import socket\nfor a in ('127.0.0.1', '1.1.1.1'):\n"
        "    try: socket.create_connection((a, 80), 1)\n"
        "    except OSError as e: print(e)\n"
        "for f in (17, 38, 40):\n"
        "    try: socket.socket(f, 1)\n    except OSError as e: print('no', f)"
    )

    assert sum(said.count(no) for no in ("refused", "unreachable", "denied")) == 2
    assert all(f"no {family}" in said for family in (17, 38, 40))


def test_it_cannot_make_namespaces_mounts_or_trace(inside: Any) -> None:
    said = inside(
        "import ctypes, os\nlibc = ctypes.CDLL(None, use_errno=True)\n"
        "calls = (272, 0x10000000), (165, 0), (101, 0), (321, 0), (56, 0x10000011)\n"
        "for n, a in calls:\n"
        "    ctypes.set_errno(0); r = libc.syscall(n, a, 0, 0, 0, 0)\n"
        "    print(r, ctypes.get_errno())"
    )

    assert said.split("\n")[:5] == ["-1 1"] * 5


def test_it_writes_only_in_its_own_small_places(inside: Any) -> None:
    said = inside(
        "for place in '/ /usr /etc /opt/lab /opt/caire /dev /proc/sys'.split():\n"
        "    try: open(place + '/x', 'w')\n"
        "    except OSError as e: print('no', place)\n"
        "try: open('big', 'wb').write(bytes(40_000_000))\n"
        "except OSError as e: print('full')\n"
        "print(open('data.csv').read())"
    )

    assert said.count("no ") == 7
    assert "full" in said
    assert "1,2" in said


def test_nothing_of_the_checkout_but_the_kit_is_there(inside: Any) -> None:
    said = inside(
        "import os\n"
        "for p in 'hub labs/notebooks autograder/grade.py var .git'.split():\n"
        f"    print(os.path.exists({str(CHECKOUT)!r} + '/' + p))\n"
        "import labs, labs.kit.checks; print(labs.__file__)\n"
        "try: import autograder.examiner\nexcept ImportError: print('absent')"
    )

    assert said.count("False") == 5
    assert "/opt/lab/python/labs" in said
    assert "absent" in said


def test_its_environment_is_ours_and_short(inside: Any, monkeypatch: Any) -> None:
    said = inside("import os; print(sorted(os.environ))")

    assert "JUPYTERHUB_API_TOKEN" not in said
    assert "NBGRADER_EXECUTION" in said
    assert "CAIRE_STATE" not in said


def test_input_raises_at_once_and_kindly(inside: Any) -> None:
    assert "Nobody can answer" in inside("input('?')")


def test_magics_await_widgets_and_plots_work(inside: Any) -> None:
    said = inside(
        "%matplotlib inline\nimport asyncio\nimport matplotlib.pyplot as plt\n"
        "import ipywidgets\nawait asyncio.sleep(0)\ndisplay(ipywidgets.IntSlider())\n"
        "plt.plot([1, 2]); plt.show()"
    )

    assert "IntSlider" in said
    assert "image/png" in said


def test_what_a_program_prints_is_kept_too(inside: Any) -> None:
    assert "from C" in inside("!echo from C")


def test_closing_leaves_nothing_behind(left_behind: Any) -> None:
    with LearnerProcess(LIMITS, "fr", {}, [], False) as learner:
        learner.run(
            "import os\nfor _ in range(5):\n"
            "    if not os.fork(): os.setsid(); os.execvp('sleep', ['sleep', '99'])",
            Time(5, 10),
        )

    assert left_behind() == []


def test_without_bubblewrap_nothing_runs_and_one_sentence_says_so(
    use_bwrap: Any, cold: None
) -> None:
    use_bwrap("/nowhere/bwrap")

    with pytest.raises(sandbox.SandboxUnavailable, match="bubblewrap"):
        LearnerProcess(LIMITS, "fr", {}, [], False)


def test_a_bubblewrap_that_refuses_says_why(
    use_bwrap: Any, cold: None, tmp_path: Any
) -> None:
    refusing = tmp_path / "bwrap"
    refusing.write_text(
        '#!/bin/sh\n[ "$1" = --version ] && echo bubblewrap 0.9.0 && exit\n'
        "echo 'bwrap: No permissions to create new namespace' >&2; exit 1\n"
    )
    refusing.chmod(0o755)
    use_bwrap(refusing)

    with pytest.raises(sandbox.SandboxUnavailable, match="No permissions"):
        LearnerProcess(LIMITS, "fr", {}, [], False)


def test_the_operator_may_choose_to_run_without_walls(use_bwrap: Any) -> None:
    use_bwrap("/nowhere/bwrap")

    with LearnerProcess(LIMITS, "fr", {"a.txt": b"hi"}, [], True) as learner:
        answer = learner.run("print(open('a.txt').read())", Time(5, 10))

    assert answer["outputs"][0]["text"] == "hi\n"
