"""The body of a request while it arrives: counted, timed, and kept out of memory.

The one rule: who sends it is known before the first byte is kept (base.py). A small
body stays in memory, a large one goes to a file below the record's own folder; it may
not dawdle, nor be more than its address takes, nor fill the disk with everybody's.
"""

from __future__ import annotations

import shutil
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from hub.record.domain.refusal import Refused
from hub.record.web.shares import too_busy

KB, MB = 2**10, 2**20


@dataclass(frozen=True)
class BodyBounds:
    """together: bytes of everybody's that are not done with. longest_s: from the first
    byte to the last. least_rate: bytes a second, on average, once first_s is over.
    in_memory: larger ones may go to a file."""

    together: int = 1024 * MB
    longest_s: float = 120.0
    least_rate: float = 8.0 * KB
    first_s: float = 10.0
    in_memory: int = 256 * KB


class Bodies:
    """All bodies that are arriving or being read. folder: emptied at the start."""

    def __init__(
        self,
        folder: Path,
        bounds: BodyBounds | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(mode=0o700, parents=True)
        self.folder = folder
        self.bounds = bounds or BodyBounds()
        self.clock = clock
        self.kept = 0

    def open(self, limit: int) -> Body:
        return Body(self, limit)


class Body:
    """One of them. `close` it in any case; twice does no harm."""

    def __init__(self, bodies: Bodies, limit: int) -> None:
        self._bodies = bodies
        self._began = bodies.clock()
        self._memory = bytearray()
        self._folder: Path | None = None
        self._counted = 0
        self.limit = limit
        self.size = 0
        self.is_closed = False
        if limit > bodies.bounds.in_memory:
            self._folder = Path(tempfile.mkdtemp(dir=bodies.folder))
            self._file = self.path.open("wb", buffering=0)

    @property
    def path(self) -> Path:
        """Its file. What is made of it may stand beside it, and goes with it."""
        if self._folder is None:
            raise ValueError("a small body has no file")
        return self._folder / "body"

    def add(self, chunk: bytes) -> None:
        """Raises Refused for a byte too many, or one that comes too late."""
        if self.is_closed:
            return
        self.size += len(chunk)
        if self.size > self.limit:
            raise body_too_large()
        if self._bodies.kept + len(chunk) > self._bodies.bounds.together:
            raise too_busy()
        self._bodies.kept += len(chunk)
        self._counted += len(chunk)
        if self._folder is None:
            self._memory += chunk
        else:
            self._write(chunk)
        self.check_pace()

    def _write(self, chunk: bytes) -> None:
        """A full disk is everybody's trouble, and passes: try again later."""
        try:
            is_whole = self._file.write(chunk) == len(chunk)
        except OSError:
            is_whole = False
        if not is_whole:
            raise too_busy()

    def check_pace(self) -> None:
        """Raises Refused when it takes too long, or dawdles."""
        bounds = self._bodies.bounds
        passed = self._bodies.clock() - self._began
        dawdles = passed > bounds.first_s and self.size < passed * bounds.least_rate
        if dawdles or passed > bounds.longest_s:
            raise Refused(
                408,
                "Ton envoi arrive trop lentement (%(size)s ko en %(passed)s s) et a "
                "été interrompu : rien n'a été rendu. Réessaie avec une meilleure "
                "connexion ; il faut au moins %(rate)s ko par seconde, et %(longest)s "
                "s en tout.",
                size=self.size // KB,
                passed=int(passed),
                rate=int(bounds.least_rate / KB),
                longest=int(bounds.longest_s),
            )

    def complete(self) -> bytes:
        """All is there: a small body itself; of a large one only its file is left."""
        if self._folder is not None:
            self._file.close()
        return bytes(self._memory)

    def close(self) -> None:
        if self.is_closed:
            return
        self.is_closed = True
        self._bodies.kept -= self._counted
        self._memory.clear()
        if self._folder is not None:
            self._file.close()
            shutil.rmtree(self._folder, ignore_errors=True)


def body_too_large() -> Refused:
    return Refused(413, "Le corps de la requête est trop grand.")
