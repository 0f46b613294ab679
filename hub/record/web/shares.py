"""How much one person, and all together, may have open at once.

A learner's page makes six requests, a notebook waits for one submission. Whoever opens
hundreds is told to close some, and nobody else notices. A program of the site (the
autograder) has a larger share of its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from hub.record.domain.refusal import Refused

RETRY_S = 5


@dataclass(frozen=True)
class Most:
    """How many of one kind: of one person, of one program, of everybody."""

    person: int
    program: int
    together: int


REQUESTS = "requests"
WAITS = "waits"
BODIES = "bodies"
MOST: Mapping[str, Most] = {
    REQUESTS: Most(person=32, program=256, together=3000),
    WAITS: Most(person=12, program=64, together=2000),
    BODIES: Most(person=12, program=64, together=1000),
}


@dataclass
class Shares:
    """Counts what is open. `most` is another in tests."""

    most: Mapping[str, Most] = field(default_factory=lambda: MOST)
    _open: Counter[tuple[str, str]] = field(default_factory=Counter)
    _together: Counter[str] = field(default_factory=Counter)

    def take(self, kind: str, who: str, is_program: bool) -> Callable[[], None]:
        """One more; call what it returns when it is over. Raises Refused."""
        most = self.most[kind]
        own = most.program if is_program else most.person
        if self._open[kind, who] >= own:
            raise Refused(
                429,
                "Tu as déjà %(limit)s demandes ouvertes : ferme des onglets ou attends "
                "%(wait)s secondes, puis réessaie. Cette demande n'a rien changé.",
                limit=own,
                wait=RETRY_S,
                retry_after_s=RETRY_S,
            )
        if self._together[kind] >= most.together:
            raise too_busy()
        self._open[kind, who] += 1
        self._together[kind] += 1
        return _once(lambda: self._give_back(kind, who))

    def open(self, kind: str) -> int:
        """How many there are now, of everybody."""
        return self._together[kind]

    def _give_back(self, kind: str, who: str) -> None:
        self._together[kind] -= 1
        self._open[kind, who] -= 1
        if not self._open[kind, who]:
            del self._open[kind, who]


def too_busy() -> Refused:
    return Refused(
        503,
        "Trop de demandes arrivent en même temps. Réessaie dans %(wait)s secondes : "
        "rien n'a été fait.",
        wait=RETRY_S,
        retry_after_s=RETRY_S,
    )


def _once(action: Callable[[], None]) -> Callable[[], None]:
    """The same, but a second call does nothing."""
    left = [action]

    def run() -> None:
        if left:
            left.pop()()

    return run
