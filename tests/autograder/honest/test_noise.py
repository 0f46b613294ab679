"""What happens around a right answer: warnings, output, waiting, settings."""

from dataclasses import replace
from typing import Any

import pytest

from tests.autograder.honest.cases import (
    Changed,
    block,
    helpers,
    leftovers,
    name_of,
)

WARNINGS = {
    "a future warning": "import warnings; warnings.warn('bientôt', FutureWarning)",
    "a warning in a loop": """
        import warnings
        warnings.simplefilter("always")
        for i in range(200): warnings.warn(f"{i}", UserWarning)
    """,
    "a convergence warning": """
        from sklearn.linear_model import LogisticRegression
        x = np.random.default_rng(0).normal(size=(50, 5)) * 1e3
        LogisticRegression(max_iter=1).fit(x, x[:, 0] > 0)
    """,
    "logging": """
        import logging
        logging.basicConfig(level=logging.DEBUG, force=True)
        logging.getLogger().error("tout va bien")
        logging.debug("vraiment")
    """,
    "a division by zero in numpy": "np.array([1.0]) / 0; np.log(np.array([-1.0]))",
    "warnings made errors": "import warnings; warnings.simplefilter('error')",
    "numpy made strict": "np.seterr(all='raise')",
    "text on stderr": "import sys; print('ERROR Traceback 0/2', file=sys.stderr)",
    "a traceback printed": """
        import traceback
        try: 1 / 0
        except ZeroDivisionError: traceback.print_exc()
    """,
    "a deprecated escape": 'path = "C:\\d"',
    "an exception that nobody sees": """
        class Loud:
            def __del__(self): raise ValueError("jamais vu")
        Loud()
    """,
}

OUTPUT = {
    "two megabytes printed": "print('x' * 2_000_000)",
    "ten megabytes printed in lines": "for _ in range(100): print('y' * 100_000)",
    "output of a program": "import os; os.system('seq 1 20000')",
    "output past sys.stdout": "import os; os.write(1, b'z' * 300_000)",
    "a large table displayed": """
        import pandas as pd
        pd.set_option("display.max_rows", None)
        display(pd.DataFrame(np.random.rand(3_000, 8)))
    """,
    "thirty figures": """
        import matplotlib.pyplot as plt
        for i in range(30):
            plt.figure(); plt.plot(range(i + 2)); plt.title("énergie 🎉")
        plt.show()
    """,
    "a figure shown and paused": """
        %matplotlib inline
        import matplotlib.pyplot as plt
        plt.ion(); plt.plot([1, 2]); plt.pause(0.1); plt.show(block=True); plt.close()
    """,
    "output replaced and cleared": """
        from IPython.display import clear_output, display, update_display
        for i in range(20):
            clear_output(wait=True); print(i)
        shown = display("a", display_id=True); shown.update("b")
    """,
    "sys.stdout changed": """
        import contextlib, io, sys
        with contextlib.redirect_stdout(io.StringIO()): print("caché")
        sys.stdout = io.StringIO()
    """,
    "control characters": r"print('\x1b[31mrouge\x1b[0m\x07\x00\u200b\ud800')",
}

SHELL = {
    "magics of time": "%time sum(range(10))\n%timeit -n1 -r1 sum(range(10))",
    "a cell magic": "%%time\nhalf = 0.5",
    "a captured cell": "%%capture kept\nprint('caché')",
    "a shell line": "!ls -la | head -3\nfiles = !ls\n!false",
    "an installation": "!pip --version",
    "a cell in bash": "%%bash\necho bonjour; exit 3",
    "help asked": "np.mean?\nmath.sqrt??\nhelp(math.sqrt)\n%pinfo math",
    "a magic that is not there": "%load_ext autoreload\n%autoreload 2\n%n_existe_pas",
    "a module written": "%%writefile outils.py\ndef half(x): return x / 2",
    "variables listed": "%whos\n%history -n\n%config InlineBackend.figure_format='svg'",
    "JavaScript and HTML": "%%html\n<script>alert(1)</script>",
}

WAITING = {
    "a question in a cell of one's own": "name = input('Ton nom ? ')",
    "a password asked": "import getpass; getpass.getpass()",
    "stdin read": "import sys; sys.stdin.readline()",
    "a button": """
        import ipywidgets as widgets
        button, out = widgets.Button(description="Clique"), widgets.Output()
        button.on_click(lambda _: print("clic"))
        with out: print("en attente")
        display(button, out)
    """,
    "a slider that draws": """
        import matplotlib.pyplot as plt
        from ipywidgets import interact
        @interact(n=(1, 10))
        def draw(n=3): plt.plot(range(n)); plt.show()
    """,
    "two seconds of sleep": "import time; time.sleep(2)",
    "a top-level await": """
        import asyncio
        async def later(): await asyncio.sleep(0.1); return 21
        one, two = await asyncio.gather(later(), later())
        task = asyncio.create_task(later())
        await task
    """,
    "a loop of events asked for": """
        import asyncio, nest_asyncio2
        nest_asyncio2.apply()
        asyncio.get_event_loop().run_until_complete(asyncio.sleep(0.1))
    """,
    "a thread that goes on printing": """
        import threading, time
        def tick():
            while True: print(".", end=""); time.sleep(0.001)
        threading.Thread(target=tick, daemon=True).start()
    """,
    "a program left running": """
        import subprocess
        server = subprocess.Popen(["sleep", "3600"])
    """,
    "a timer of one's own": """
        import signal
        signal.setitimer(signal.ITIMER_REAL, 0.2)
    """,
    "nothing on the network": """
        import urllib.request
        urllib.request.urlopen("https://example.org/data.csv", timeout=5)
    """,
}

AFTER = {
    "settings of every kind": """
        import sys, os, gc, locale, decimal
        import pandas as pd, torch
        sys.setrecursionlimit(50_000); gc.disable(); os.nice(1)
        decimal.getcontext().prec = 3
        torch.set_default_dtype(torch.float64); np.set_printoptions(legacy="1.13")
    """,
    "another folder": "import os; os.makedirs('essai/1'); os.chdir('essai/1')",
    "the environment changed": "import os; os.environ.clear(); os.environ['X'] = 'é'",
    "names cleaned up": "del math",
    "the last value shown": "answer",
    "its own tests": """
        import unittest
        class Mine(unittest.TestCase):
            def test_it(self): self.assertEqual(answer, 42)
        unittest.main(argv=[""], exit=False, verbosity=2)
    """,
    "a doctest": "import doctest; doctest.testmod(verbose=True)",
}

CASES = [
    *helpers("mean", WARNINGS),
    *helpers("table", OUTPUT),
    *helpers("learn", SHELL),
    *helpers("answer", WAITING),
    *leftovers("answer", AFTER),
]

SLOW = """
    import time
    def mean(values):
        time.sleep(0.5)
        sum(i * i for i in range(300_000))
        return sum(values) / len(values)
"""
POLLS = """
    import ipywidgets, time
    button, clicks = ipywidgets.Button(description="Clique"), []
    button.on_click(clicks.append)
    while not clicks: time.sleep(0.1)
"""
LOST = "import time; time.sleep(10**6)"


def _slow_but_right(book: Any) -> None:
    book.write(mean=block(SLOW))


def _waits_for_a_click(book: Any) -> None:
    book.before("mean-answer", block(POLLS))


def _loops_in_another_exercise(book: Any) -> None:
    book.write(table=LOST)


def _raises_in_another_exercise(book: Any) -> None:
    book.write(table="table = [0, 1, 4, 9\nraise ValueError")


def _dies_in_another_exercise(book: Any) -> None:
    book.write(table="import os; os.abort()")


WHOLE = [
    Changed("slow but right", _slow_but_right),
    Changed("a widget waits for a click", _waits_for_a_click, wall_s=15),
    replace(
        Changed("another exercise waits for ever", _loops_in_another_exercise),
        deserves={"table": 0.0},
        wall_s=15,
    ),
    Changed("another exercise raises", _raises_in_another_exercise, {"table": 0.0}),
    Changed("another exercise dies", _dies_in_another_exercise, {"table": 0.0}),
]


@pytest.mark.parametrize("case", [*CASES, *WHOLE], ids=name_of)
def test_noise_costs_nothing(case: Any, keeps_its_points: Any) -> None:
    keeps_its_points(case, CASES)
