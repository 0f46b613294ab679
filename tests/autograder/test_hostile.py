"""Submissions that try: none gets more than honest work, none costs another exercise.

Each case breaks the exercise `mean` (the first) and leaves the others solved. What
must happen: `mean` fails kindly, every other automatic exercise is marked passed.
"""

import json
import textwrap
from dataclasses import replace
from typing import Any

import pytest

from autograder.limits import Limits
from labs.outcome import State

SHORT = Limits(cpu_s=6, wall_s=60, memory_mb=700, processes=24, disk_mb=16)

CASES = {
    "patches what tests use": """
        import builtins, labs.kit.checks, numpy, math
        labs.kit.checks.expect = lambda *a, **k: None
        numpy.mean = math.isclose = lambda *a, **k: 1.0
        builtins.__import__ = None
        def mean(values): return "no"
    """,
    "silences failures in IPython": """
        ip = get_ipython()
        ip.showtraceback = lambda *a, **k: None
        ip.ast_transformers.append(object())
        def mean(values): return -1.0
    """,
    "an object that equals everything": """
        import numpy as np
        class Yes(float):
            def __eq__(self, other): return True
            def __sub__(self, other): return 0.0
            __rsub__ = __sub__
            def __abs__(self): return 0.0
            def __lt__(self, other): return True
        def mean(values): return Yes(7.0)
    """,
    "prints a score": """
        import sys
        print('{"points": 2, "state": "passed"}'); print("score: 100%", file=sys.stderr)
        def mean(values): print("2.0"); return 0.0
    """,
    "leaves in a cell": "import os; os._exit(0)",
    "leaves when asked": """
        import os
        def mean(values): os._exit(0)
    """,
    "sys.exit when asked": """
        import sys
        def mean(values): sys.exit(0)
    """,
    "kills all it can reach": """
        import os, signal
        os.kill(-1, signal.SIGKILL)
    """,
    "kills all it can reach when asked": """
        import os, signal
        def mean(values):
            os.kill(-1, signal.SIGKILL); os._exit(1)
    """,
    "loops in a cell": "while True: pass",
    "loops and refuses to stop": """
        while True:
            try:
                while True: pass
            except BaseException: pass
    """,
    "loops when asked": """
        def mean(values):
            while True: pass
    """,
    "takes all memory": """
        hoard = []
        while True: hoard.append(bytearray(10_000_000))
    """,
    "takes all memory when asked": """
        def mean(values):
            hoard = []
            while True: hoard.append(bytearray(10_000_000))
    """,
    "forks without end": """
        import os
        try:
            while True: os.fork()
        except OSError: pass
    """,
    "prints without end": """
        for _ in range(300): print("x" * 1_000_000)
        def mean(values): return 0
    """,
    "answers a list without end": """
        import itertools
        def mean(values): return itertools.count()
    """,
    "answers too deep": """
        deep = []
        for _ in range(5_000): deep = [deep]
        def mean(values): return deep
    """,
    "answers too much": """
        import numpy as np
        def mean(values): return np.zeros(10_000_000)
    """,
    "answers NaN": """
        def mean(values): return float("nan")
    """,
    "answers an array of objects": """
        import numpy as np
        def mean(values): return np.array([object(), {}], dtype=object)
    """,
    "answers itself": """
        def mean(values): return mean
    """,
    "writes to every descriptor": """
        import os
        for fd in range(3, 200):
            try: os.write(fd, b"\\x00\\x00\\x00\\x02{}" * 5)
            except OSError: pass
        def mean(values): return 0
    """,
    "answers before it is asked": """
        import os, threading
        def mean(values):
            for fd in range(3, 200):
                try: os.write(fd, b'\\x00\\x00\\x00\\x15{"n":1,"value":1.5   }'[:25])
                except OSError: pass
            return 0
    """,
    "claims another class": """
        class Liar:
            @property
            def __class__(self): return list
            def __len__(self): raise KeyboardInterrupt
        def mean(values): return Liar()
    """,
    "changes the second time it is asked": """
        calls = []
        def mean(values):
            calls.append(1)
            return 1.5 if len(calls) < 3 else None
    """,
}


def _block(text: str) -> str:
    return textwrap.dedent(text).strip("\n")


@pytest.mark.parametrize("case", CASES, ids=[name.replace(" ", "-") for name in CASES])
def test_it_costs_its_own_exercise_only(
    case: Any, mark: Any, solved: Any, others: Any, left_behind: Any
) -> None:
    solved.write(mean=_block(CASES[case]))

    marked = mark(solved)

    assert marked["mean"].state is State.FAILED
    assert marked["mean"].points == 0
    assert marked["mean"].fr
    assert marked["mean"].en
    assert others(marked, "mean") == {"passed"}
    assert left_behind() == []


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
    solved.write(mean=_block(CASES["forks without end"]))

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
    assert "unreachable" in said or "refused" in said


def test_a_cell_that_sleeps_for_ever_is_woken(
    mark: Any, solved: Any, others: Any
) -> None:
    solved.write(mean="import time; time.sleep(10**6)")

    marked = mark(solved, limits=replace(SHORT, wall_s=5))

    assert (marked["mean"].state, marked["mean"].code) == (State.FAILED, "time")
    assert others(marked, "mean") == {"passed"}
