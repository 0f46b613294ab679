"""Computing time of a process and its descendants, read without a control group."""

import subprocess
import sys
import time
from collections.abc import Iterator

import pytest

from isolation.processor_time import ProcessorTime

BUSY = (
    "t = __import__('time'); e = t.process_time() + 0.4\nwhile t.process_time() < e: 1"
)
CHILD = f"import subprocess, sys\nsubprocess.run([sys.executable, '-c', {BUSY!r}])"
GRANDCHILD = f"{CHILD}\nprint(flush=True)\nsys.stdin.read()"
IN_A_THREAD = (
    "import threading, sys\n"
    f"def burn(): exec({CHILD!r}, {{}})\n"
    "for _ in range(2): threading.Thread(target=burn).start()\n"
    "for each in threading.enumerate()[1:]: each.join()\n"
    "print(flush=True)\nsys.stdin.read()"
)


@pytest.fixture(params=[GRANDCHILD, IN_A_THREAD], ids=["child", "children of threads"])
def busy(request: pytest.FixtureRequest) -> Iterator[subprocess.Popen[bytes]]:
    command = [sys.executable, "-c", request.param]
    pipe = subprocess.PIPE
    with subprocess.Popen(command, stdin=pipe, stdout=pipe) as process:
        yield process
        process.kill()


def test_what_children_computed_is_counted_after_they_ended(
    busy: subprocess.Popen[bytes],
) -> None:
    used = ProcessorTime(busy.pid)
    assert busy.stdout is not None
    busy.stdout.read(1)

    assert used.seconds() >= 0.3


def test_it_is_counted_while_they_run_and_never_gets_less(
    busy: subprocess.Popen[bytes],
) -> None:
    used, until = ProcessorTime(busy.pid), time.monotonic() + 60
    while used.seconds() < 0.2 and time.monotonic() < until:
        time.sleep(0.03)
    seen = used.seconds()

    busy.kill()
    busy.wait()

    assert seen >= 0.2
    assert used.seconds() >= seen


def test_of_a_process_that_is_not_there_nothing_is_known() -> None:
    assert ProcessorTime(-1).seconds() == 0.0
