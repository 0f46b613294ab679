"""One's own forkserver: ready or refused, how a fork ended, and nothing left behind."""

import os
import signal

import pytest

from isolation.warm_process import CannotFork, Fork, WarmProcess
from tests.isolation.conftest import MODULE, Starter, ask, forked

THREADED = (
    MODULE
    + """
import threading

def warm_up():
    threading.Thread(target=threading.Event().wait, daemon=True).start()
"""
)


def test_a_fork_answers_on_its_own_channel(warm: WarmProcess, fork: Fork) -> None:
    other = forked(warm)

    ask(fork, "mine = 'fork'; tell('kept')")
    ask(other, "mine = 'other'; tell('kept')")

    assert ask(fork, "tell(mine)") == "fork"
    assert ask(other, "tell(mine)") == "other"
    other.channel.close()
    other.close()


@pytest.mark.parametrize(
    ("end", "code"),
    [
        ("import os; os.kill(os.getpid(), 9)", -signal.SIGKILL),
        ("import os; os.kill(os.getpid(), 11)", -signal.SIGSEGV),
        ("import os; os._exit(3)", 3),
        ("1 / 0", 1),
    ],
    ids=["killed", "crashed", "left", "raised"],
)
def test_the_exit_code_tells_how_the_program_ended(
    fork: Fork, end: str, code: int
) -> None:
    fork.channel.send(end.encode())

    assert fork.exit_code(timeout_s=20) == code


def test_a_program_that_is_done_ends_with_0(fork: Fork) -> None:
    fork.channel.close()

    assert fork.exit_code(timeout_s=20) == 0


def test_a_program_that_still_runs_has_no_exit_code(fork: Fork) -> None:
    assert fork.exit_code(timeout_s=0.05) is None


def test_closing_a_fork_ends_whatever_it_started(warm: WarmProcess) -> None:
    fork = forked(warm)
    ask(fork, "import os, time; os.fork() or time.sleep(600); tell('forked')")

    fork.close()

    assert fork.channel.recv(1) == b""  # nobody holds the other end
    fork.channel.close()


def test_a_killed_forkserver_cannot_fork(start: Starter) -> None:
    process = start()
    assert process.is_ready(patience_s=30)
    os.kill(process.pid, signal.SIGKILL)

    with pytest.raises(CannotFork, match="no fork"):
        forked(process)

    os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
    assert process.has_ended


def test_forks_outlive_the_forkserver(start: Starter) -> None:
    process = start()
    assert process.is_ready(patience_s=30)
    fork = forked(process)

    process.close()

    assert ask(fork, "tell('here')") == "here"
    fork.channel.close()
    fork.close()


@pytest.mark.parametrize(
    ("module", "said"),
    [("raise RuntimeError", "said {}"), (THREADED, "'threads': 2")],
    ids=["does not start", "has a second thread"],
)
def test_a_process_that_cannot_be_forked_is_refused(
    start: Starter, module: str, said: str
) -> None:
    with pytest.raises(CannotFork, match=said):
        start(module).is_ready(patience_s=30)


def test_a_process_that_is_still_importing_is_not_ready(start: Starter) -> None:
    process = start("import time; time.sleep(60)")

    assert not process.is_ready()
    assert not process.has_ended
