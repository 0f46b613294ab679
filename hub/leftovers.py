"""The processes of this site, found by a mark in their environment.

Whatever the Hub starts (proxy, services, their workers) inherits CAIRE_STARTED_FOR, the
path of the state folder. So what a killed Hub left behind can be found and ended by id,
and nothing else is ever touched. Learners' servers carry no mark: bwrap ends them with
the Hub.
"""

import contextlib
import time
from collections.abc import Iterable
from pathlib import Path

import psutil

from hub.configure.services import MARK


def processes_of(state: Path) -> list[psutil.Process]:
    """Every living process that carries this site's mark, except this one."""
    found = []
    me = psutil.Process().pid
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            if process.pid != me and process.environ().get(MARK) == str(state):
                found.append(process)
    return found


def end_all(state: Path, polite_s: float = 5.0) -> int:
    """End every process of this site; how many there were."""
    leftovers = processes_of(state)
    for process in leftovers:
        with contextlib.suppress(psutil.Error):
            process.terminate()
    stubborn = {*_alive_after(leftovers, polite_s), *processes_of(state)}
    for process in stubborn:
        with contextlib.suppress(psutil.Error):
            process.kill()
    _alive_after(stubborn, polite_s)
    # The Hub would try to end the number in it: a zombie, or by now somebody else.
    (state / "hub" / "proxy.pid").unlink(missing_ok=True)
    return len(leftovers)


def _alive_after(
    processes: Iterable[psutil.Process], seconds: float
) -> list[psutil.Process]:
    """Those that still run after `seconds`; returns as soon as none does.

    A zombie has ended. In a container whose first process collects nobody (a Hub
    without an init) it stays for ever, so waiting for its number to go would not end.
    """
    end = time.monotonic() + seconds
    while (alive := [p for p in processes if _runs(p)]) and time.monotonic() < end:
        time.sleep(0.05)
    return alive


def _runs(process: psutil.Process) -> bool:
    try:
        return bool(process.is_running() and process.status() != psutil.STATUS_ZOMBIE)
    except psutil.Error:
        return False


def servers_of(state: Path) -> list[str]:
    """The folders of the learners whose server is running now."""
    above = str(state / "homes") + "/"
    names: set[str] = set()
    for process in psutil.process_iter():
        with contextlib.suppress(psutil.Error):
            line = process.cmdline()
            if line and Path(line[0]).name == "bwrap":
                homes = [word for word in line if word.startswith(above)]
                names.update(word.removeprefix(above) for word in homes)
    return sorted(names)
