"""A progress bar with an ETA on a terminal; elsewhere a line every few seconds.

Words: the *pace* is marks a minute, over the last two minutes only, so that a long
pause or a slow start is soon forgotten.
"""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

from autograder.runtime.language import say

WINDOW_S = 120.0
LINE_EVERY_S = 5.0


class Pace:
    """How fast `done` grows. Tell it now and then."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque()

    def tell(self, done: int) -> None:
        now = self._clock()
        self._seen.append((now, done))
        while len(self._seen) > 2 and now - self._seen[0][0] > WINDOW_S:
            self._seen.popleft()

    @property
    def a_minute(self) -> float:
        """0 until something was done."""
        if len(self._seen) < 2:
            return 0.0
        (begin, first), (end, last) = self._seen[0], self._seen[-1]
        return 60 * (last - first) / (end - begin) if end > begin else 0.0

    def left_s(self, left: int) -> float | None:
        """Seconds until so many more are done; None when nobody can say."""
        return 60 * left / self.a_minute if self.a_minute > 0 else None


class ProgressBar:
    """What a person sees of it. Use as `with ProgressBar() as bar: bar.show(3, 10)`."""

    def __init__(
        self,
        console: Console | None = None,
        line_every_s: float = LINE_EVERY_S,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._console = console or Console(stderr=True)
        self._line_every_s = line_every_s
        self._clock = clock
        self._pace = Pace(clock)
        self._said_at: float | None = None
        self._progress = Progress(
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[more]}"),
            console=self._console,
            disable=not self._console.is_terminal,
        )
        marked = say("Copies notées", "Marked")
        self._task = self._progress.add_task(marked, total=None, more="")

    def __enter__(self) -> ProgressBar:
        self._progress.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._progress.stop()

    def show(self, done: int, total: int, failed: int = 0, note: str = "") -> None:
        """note: why nothing moves just now, when there is something to say."""
        self._pace.tell(done)
        more = note or self._more(total - done, failed)
        self._progress.update(self._task, completed=done, total=total, more=more)
        if not self._console.is_terminal and self._is_time(done == total):
            line = say(f"{done} sur {total} notées", f"{done} of {total} marked")
            self._console.print(f"{line}, {more}", soft_wrap=True, highlight=False)

    def _more(self, left: int, failed: int) -> str:
        pace = f"{self._pace.a_minute:.0f}"
        parts = [say(f"{pace} par minute", f"{pace} a minute")]
        left_s = self._pace.left_s(left)
        if left and left_s is not None:
            span = in_words(left_s)
            parts.append(say(f"encore {span} environ", f"about {span} left"))
        if failed:
            parts.append(
                say(
                    f"{failed} n’ont pas pu être notées",
                    f"{failed} could not be marked",
                )
            )
        return ", ".join(parts)

    def _is_time(self, is_end: bool) -> bool:
        now = self._clock()
        is_early = (
            self._said_at is not None and now - self._said_at < self._line_every_s
        )
        if is_early and not is_end:
            return False
        self._said_at = now
        return True


def in_words(seconds: float) -> str:
    """ "40 s", "4 min", "1 h 05": rounded up, for nobody is angry at an early end."""
    if seconds < 60:
        return f"{max(10, -(-int(seconds) // 10) * 10)} s"
    minutes = -(-int(seconds) // 60)
    return f"{minutes} min" if minutes < 60 else f"{minutes // 60} h {minutes % 60:02}"
