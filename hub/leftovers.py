"""The processes of this site, found by a mark in their environment.

Whatever the Hub starts (proxy, services, their workers) inherits CAIRE_HOUSE, the path
of the state folder. So what a killed Hub left behind can be found and ended by id, and
nothing else is ever touched. Learners' servers carry no mark: bwrap ends them with the
Hub.
"""

import contextlib
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
    _, stubborn = psutil.wait_procs(leftovers, timeout=polite_s)
    for process in {*stubborn, *processes_of(state)}:
        with contextlib.suppress(psutil.Error):
            process.kill()
            process.wait(polite_s)
    return len(leftovers)


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
