"""What is told after an attack, and what hostile code finds inside the walls.

The attacks themselves are in attacks/cases/, one file each.
"""

import json
import textwrap
from dataclasses import replace
from typing import Any

import pytest

from autograder.runtime.limits import Limits
from labs.outcome import State

pytestmark = pytest.mark.slow
SHORT = Limits(cpu_s=16, wall_s=60, memory_mb=700, processes=24, disk_mb=16)

FORKS = """
import os
try:
    while True: os.fork()
except OSError: pass
"""


def _block(text: str) -> str:
    return textwrap.dedent(text).strip("\n")


def test_a_loop_is_told_about_kindly(mark: Any, solved: Any) -> None:
    solved.write(mean="while True: pass")

    mean = mark(solved)["mean"]

    assert mean.code == "time"
    assert "boucle" in mean.fr
    assert "loop" in mean.en


def test_a_learner_who_takes_all_memory_reads_so(mark: Any, solved: Any) -> None:
    solved.write(mean="hoard = bytearray(4_000_000_000)")

    assert mark(solved)["mean"].code == "memory"


def test_a_learner_who_starts_too_many_processes_reads_so(
    mark: Any, solved: Any, others: Any
) -> None:
    solved.write(mean=FORKS)

    marked = mark(solved)

    assert marked["mean"].code == "processes"
    assert others(marked, "mean") == {"passed"}


def test_a_few_helpers_are_nobodys_crowd(mark: Any, solved: Any) -> None:
    pool = _block("""
        from multiprocessing import Pool
        pool = Pool(3)
        pool.map(abs, [1, -2])
    """)
    solved.before("mean-answer", pool)

    assert mark(solved)["mean"].state is State.PASSED


def test_what_tests_send_never_reaches_a_page(
    grade_it: Any, solved: Any, built: Any
) -> None:
    """Secrets in print, in exceptions, in globals shown later, and in files."""
    solved.write(
        mean="stash = []\ndef mean(values):\n"
        "    stash.append(values); print(values)\n"
        "    open('stash.txt', 'a').write(str(values))\n"
        "    if values[0] > 1000: raise ValueError(f'{values}')\n"
        "    return sum(values) / len(values)",
        table="import os, time\nprint(stash, os.listdir())\ntable = [0, 1, 4, 9]\n"
        "print(open('stash.txt').read() if os.path.exists('stash.txt') else '')",
    )

    graded = grade_it(solved)

    secret = "271828182845"
    outputs = [
        cell["outputs"]
        for cell in json.loads(graded.autograded)["cells"]
        if cell["cell_type"] == "code"
    ]
    assert secret not in graded.feedback_html
    assert secret not in str(graded.result)
    assert secret not in str(outputs)
    assert "HIDDEN" not in graded.feedback_html


def test_a_learner_finds_no_test_no_secret_and_no_network(
    grade_it: Any, solved: Any
) -> None:
    solved.write(
        answer=_block("""
            import glob, os, pathlib, socket, sys
            found = []
            SYSTEM = ("/usr", "/lib", "/sys", "/dev", "/proc/", "/opt/lab", "/fonts",
                      ".pyenv", ".venv")
            for root in ("/", "/proc/1", "/proc/self/fd", "/proc/self/root"):
                for folder, names, files in os.walk(root):
                    if any(word in folder for word in SYSTEM):
                        names[:] = []
                        continue
                    found += [os.path.join(folder, f) for f in files]
            environment = dict(os.environ)
            try:
                socket.create_connection(("127.0.0.1", 8000), 1)
                network = "open"
            except OSError as error:
                network = str(error)
            uid = os.getuid()
            frames = [f for f in sys._current_frames().values()]
            print("FILES", found); print("ENV", environment); print("NET", network, uid)
            answer = 42
        """)
    )

    graded = grade_it(solved)
    said = graded.feedback_html

    assert "hidden.py" not in said
    assert "tests.json" not in said
    assert "gradebook" not in said
    assert "connection.json" not in said
    assert "TOKEN" not in said
    assert any(word in said for word in ("unreachable", "refused", "denied"))


def test_a_cell_that_sleeps_for_ever_is_woken(
    mark: Any, solved: Any, others: Any
) -> None:
    solved.write(mean="import time; time.sleep(10**6)")

    marked = mark(solved, limits=replace(SHORT, wall_s=15))

    assert (marked["mean"].state, marked["mean"].code) == (State.FAILED, "time")
    assert others(marked, "mean") == {"passed"}
