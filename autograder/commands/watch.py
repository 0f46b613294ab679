"""`python -m autograder status --watch`: marking seen from outside, until it is done.

The one rule: it only looks. What it knows is in the file that the service writes every
two seconds; stopping to watch stops nothing, and a service that is started again is
followed on.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path

from autograder.commands.progress_bar import ProgressBar
from autograder.runtime.heartbeat import Heartbeat, read_heartbeat
from autograder.runtime.language import say

LOOK_EVERY_S = 1.0


class Tally:
    """What was marked since we look, over all starts of the service."""

    def __init__(self) -> None:
        self._last: Heartbeat | None = None
        self.done = 0
        self.failed = 0

    def take(self, heartbeat: Heartbeat) -> None:
        last = self._last
        if last is not None:
            is_same = (last.pid, last.started_at) == (
                heartbeat.pid,
                heartbeat.started_at,
            )
            # A service that was started again counts from nought.
            self.done += heartbeat.marked - (last.marked if is_same else 0)
            self.failed += heartbeat.failed - (last.failed if is_same else 0)
        self._last = heartbeat


def watch(
    home: Path,
    shown: ProgressBar | None = None,
    pause: Callable[[float], None] = time.sleep,
) -> int:
    """Until nothing is pending. Exit code 0; 1 when no service runs."""
    file = home / "service.json"
    if read_heartbeat(file) is None:
        print(not_running(), file=sys.stderr)
        return 1
    tally = Tally()
    try:
        with shown or ProgressBar() as bar:
            while not _look(file, tally, bar):
                pause(LOOK_EVERY_S)
    except KeyboardInterrupt:
        print(
            say(
                "Fin de l’observation. La notation continue.",
                "No longer watching. Marking goes on.",
            )
        )
        return 0
    print(
        say(
            f"Rien n’attend. Notées pendant l’observation : {tally.done}.",
            f"Nothing is waiting. Marked while watching: {tally.done}.",
        )
    )
    return 0


def _look(file: Path, tally: Tally, bar: ProgressBar) -> bool:
    """Whether it is over."""
    heartbeat = read_heartbeat(file)
    if heartbeat is None:
        bar.show(tally.done, tally.done, note=not_running())
        return False
    tally.take(heartbeat)
    if heartbeat.pending is None:
        wait = say("le registre ne répond pas encore", "the record does not answer yet")
        bar.show(tally.done, tally.done, note=wait)
        return False
    bar.show(tally.done, tally.done + heartbeat.pending, tally.failed)
    return heartbeat.pending == 0


def not_running() -> str:
    return say(
        "Le service de notation ne tourne pas. Rien n’est perdu : il reprend au "
        "démarrage du Hub (make serve).",
        "The autograder service is not running. Nothing is lost: it goes on when "
        "the Hub starts (make serve).",
    )
