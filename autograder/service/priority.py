"""Who is marked next, so that nobody waits behind one learner's many submissions.

The rules, in their order:
1. a learner has one marking at a time while somebody waits who has none; and alone,
   never all workers, so that whoever comes next need not wait;
2. checks go before what was handed in: who checks waits in front of the screen;
3. the learner who was let in longest ago is next, those who never were before them.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Hashable
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field


@dataclass(eq=False)
class Ticket:
    """One submission in the queue."""

    learner: Hashable
    is_check: bool = False


@dataclass
class FairQueue:
    """The order, without any waiting. workers: how many mark at a time.

    One more than those is let in, to have its files fetched when a worker is free.
    """

    workers: int
    waiting: list[Ticket] = field(default_factory=list)  # in order of arrival
    inside: list[Ticket] = field(default_factory=list)
    _turns: dict[Hashable, int] = field(default_factory=dict)  # the last of each
    _turn: int = 0

    def join(self, ticket: Ticket) -> None:
        self.waiting.append(ticket)

    def leave(self, ticket: Ticket) -> None:
        """It is done, or does not want to be let in any more."""
        for tickets in (self.inside, self.waiting):
            with suppress(ValueError):
                tickets.remove(ticket)

    def let_in(self) -> Ticket | None:
        """The next, who is inside from now on; None while nobody may be."""
        ticket = self._next() if len(self.inside) <= self.workers else None
        if ticket is not None:
            self.waiting.remove(ticket)
            self.inside.append(ticket)
            self._turn += 1
            self._turns[ticket.learner] = self._turn
        return ticket

    def _next(self) -> Ticket | None:
        has = Counter(each.learner for each in self.inside)
        most = max(1, self.workers - 1)
        may = [each for each in self.waiting if has[each.learner] < most]
        others = [each for each in may if not has[each.learner]]
        return min(others or may, key=self._rank, default=None)

    def _rank(self, ticket: Ticket) -> tuple[bool, int]:
        return not ticket.is_check, self._turns.get(ticket.learner, 0)


class PrioritySemaphore:
    """Lets in whom FairQueue says. Use as `async with semaphore.slot(learner)`."""

    def __init__(self, workers: int) -> None:
        self._queue = FairQueue(workers)
        self._turns: dict[Ticket, asyncio.Future[None]] = {}

    @asynccontextmanager
    async def slot(
        self, learner: Hashable, *, is_check: bool = False
    ) -> AsyncIterator[None]:
        ticket = Ticket(learner, is_check)
        self._turns[ticket] = asyncio.get_running_loop().create_future()
        self._queue.join(ticket)
        try:
            self._let_in()
            await self._turns[ticket]
            yield
        finally:
            del self._turns[ticket]
            self._queue.leave(ticket)
            self._let_in()

    def _let_in(self) -> None:
        while (ticket := self._queue.let_in()) is not None:
            turn = self._turns[ticket]
            if not turn.done():  # else it was cancelled, and leaves in a moment
                turn.set_result(None)
