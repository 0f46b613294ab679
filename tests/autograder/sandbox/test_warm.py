"""The warm process: what it forks is new each time, and it may die at any moment."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from autograder.grading.budget import Time
from autograder.grading.processes import LearnerProcess
from autograder.runtime.limits import Limits
from autograder.sandbox import report, warm
from autograder.sandbox.preload import Program, learner_for
from isolation import bubblewrap
from labs.outcome import State

pytestmark = pytest.mark.slow
LIMITS = Limits(cpu_s=10, wall_s=60, memory_mb=600, processes=16, disk_mb=16)


@pytest.fixture
def fork() -> Callable[..., str]:
    """Runs one cell in a new fork; what it printed."""

    def run(source: str, program: Program = "learner") -> str:
        with LearnerProcess(LIMITS, "fr", {}, [], False, program) as learner:
            outputs = learner.run(source, Time(10, 30))["outputs"]
        return "".join(each.get("text", "") for each in outputs)

    return run


def test_everything_is_imported_already_and_no_thread_runs(fork: Any) -> None:
    said = fork(
        "import sys, os\n"
        "print([name in sys.modules for name in ('numpy', 'sklearn.svm', 'torch')])\n"
        "print(os.getpid(), sorted(p for p in os.listdir('/proc') if p.isdigit()))"
    )

    assert "[True, True, True]" in said
    assert "2 ['1', '2']" in said


def test_forks_draw_different_numbers_and_leave_nothing(fork: Any) -> None:
    cell = (
        "import numpy as np, random, os, builtins\n"
        "print(np.random.rand(), random.random(), hasattr(builtins, 'poison'),\n"
        "      sorted(os.listdir('/tmp')), sorted(os.listdir('.')))\n"
        "builtins.poison = np.mean = None\n"
        "open('left.txt', 'w').write('x'); open('/tmp/left.txt', 'w').write('x')"
    )

    first, second = fork(cell), fork(cell)

    # Of /tmp, only the way to a checkout that lies there.
    ours = {
        Path(place).parts[2]
        for _, place in bubblewrap.runtime()
        if place.startswith("/tmp/")
    }
    assert first != second
    assert f"False {sorted(ours)} []" in first
    assert f"False {sorted(ours)} []" in second


def test_a_light_lab_is_marked_without_torch_and_may_import_it(fork: Any) -> None:
    cell = (
        "import sys; print([name in sys.modules for name in ('numpy', 'torch')])\n"
        "import torch; print(torch.ones(3).sum().item())"
    )

    said = fork(cell, "light learner")

    assert "[True, False]" in said
    assert "3.0" in said


def test_what_a_lab_uses_is_not_imported_anew(fork: Any) -> None:
    cell = (
        "import sys; before = set(sys.modules)\n"
        "from labs.kit import *\n"
        "import matplotlib.pyplot as plt, numpy as np\n"
        "np.random.default_rng(0), plt.figure()\n"
        "try: wrong\n"
        "except NameError: get_ipython().showtraceback()\n"
        "print(sorted(set(sys.modules) - before))"
    )

    assert fork(cell, "light learner").strip().endswith("[]")


@pytest.mark.parametrize(
    ("imports", "program"),
    [
        ([], "light learner"),
        (["import numpy as np", "from labs.kit import hint"], "light learner"),
        (["from sklearn.neighbors import KNeighborsClassifier"], "learner"),
        (["import numpy, torch as t"], "learner"),
    ],
)
def test_the_labs_own_imports_choose(imports: list[str], program: str) -> None:
    assert learner_for(imports) == program


def test_its_first_process_can_be_neither_ended_nor_read(fork: Any) -> None:
    said = fork(
        "import os, signal\n"
        "for number in (9, 15, 2): os.kill(1, number)\n"
        "for name in ('mem', 'environ', 'maps'):\n"
        "    try: print(len(open(f'/proc/1/{name}', 'rb').read(8)))\n"
        "    except OSError as error: print('no', name)\n"
        "print('still here')"
    )

    assert "still here" in said or "PermissionError" in said
    assert said.count("no ") == 3 or "PermissionError" in said


def test_when_it_dies_marking_goes_on_cold_and_it_comes_back(
    mark: Any, solved: Any
) -> None:
    for each in warm._warm.values():
        for process in psutil.Process(each.pid).children(recursive=True):
            with suppress(psutil.NoSuchProcess):  # ended with the one before it
                process.kill()

    assert mark(solved)["mean"].state is State.PASSED
    assert warm.warm_up(wait=True) is None
    assert mark(solved)["mean"].state is State.PASSED
    assert "forks of a warm process" in report.walls_in_use()


def test_without_it_each_submission_starts_cold(
    cold: None, mark: Any, solved: Any
) -> None:
    assert mark(solved)["mean"].state is State.PASSED
    assert "cold process" in report.walls_in_use()


def test_no_bubblewrap_is_named_to_the_operator(monkeypatch: Any) -> None:
    monkeypatch.setattr("isolation.bubblewrap.find", lambda: None)

    assert report.walls_in_use().startswith("no bubblewrap: nothing is marked")


def test_closing_a_fork_leaves_no_process(left_behind: Any) -> None:
    with LearnerProcess(LIMITS, "fr", {}, [], False) as learner:
        learner.run(
            "import subprocess, sys\n"
            "for _ in range(5): subprocess.Popen(['sleep', '600'],"
            " start_new_session=True)",
            Time(10, 30),
        )

    assert left_behind() == []
