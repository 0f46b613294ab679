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

from autograder.commands.progress_bar import Shown
from autograder.runtime.heartbeat import Pulse, read_pulse
from autograder.runtime.language import say

LOOK_EVERY_S = 1.0


class Seen:
    """What was marked since we look, over all starts of the service."""

    def __init__(self) -> None:
        self._last: Pulse | None = None
        self.done = 0
        self.failed = 0

    def take(self, pulse: Pulse) -> None:
        last = self._last
        if last is not None:
            is_same = (last.pid, last.started_at) == (pulse.pid, pulse.started_at)
            # A service that was started again counts from nought.
            self.done += pulse.marked - (last.marked if is_same else 0)
            self.failed += pulse.failed - (last.failed if is_same else 0)
        self._last = pulse


def watch(
    home: Path, shown: Shown | None = None, pause: Callable[[float], None] = time.sleep
) -> int:
    """Until nothing is pending. Exit code 0; 1 when no service runs."""
    file = home / "service.json"
    if read_pulse(file) is None:
        print(not_running(), file=sys.stderr)
        return 1
    seen = Seen()
    try:
        with shown or Shown() as bar:
            while not _look(file, seen, bar):
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
            f"Rien n’attend. Notées pendant l’observation : {seen.done}.",
            f"Nothing is waiting. Marked while watching: {seen.done}.",
        )
    )
    return 0


def _look(file: Path, seen: Seen, bar: Shown) -> bool:
    """Whether it is over."""
    pulse = read_pulse(file)
    if pulse is None:
        bar.show(seen.done, seen.done, note=not_running())
        return False
    seen.take(pulse)
    if pulse.pending is None:
        wait = say("le registre ne répond pas encore", "the record does not answer yet")
        bar.show(seen.done, seen.done, note=wait)
        return False
    bar.show(seen.done, seen.done + pulse.pending, seen.failed)
    return pulse.pending == 0


def not_running() -> str:
    return say(
        "Le service de notation ne tourne pas. Rien n’est perdu : il reprend au "
        "démarrage du Hub (make serve).",
        "The autograder service is not running. Nothing is lost: it goes on when "
        "the Hub starts (make serve).",
    )
