"""Guessing passwords is slow: by account, by address, and by the two together.

A *try* is one name and one password from one address. What somebody needs who mistypes
is free. Whoever goes on is told to wait, longer each time. Everybody else keeps their
turn: an account or an address that others wear out is asked one try after another, and
a try from where nobody guessed waits at most `QUEUE_S` for them.
"""

import asyncio
import ipaddress
import time
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from math import ceil
from typing import Any

LONGEST_NAME = 64
FREE_TRIES = 5  # of one account from one address
FIRST_WAIT_S, LONGEST_WAIT_S = 2, 60  # after the next one; doubled by each further one
QUEUE_S = 30.0  # behind others' tries; a browser waits that long
MOST_KEPT = 10_000
FORGOTTEN_S = 3600.0

Key = tuple[str, str]  # account, address


class TooManyTries(Exception):
    """Nothing was looked at. seconds: until the next try."""

    def __init__(self, seconds: float) -> None:
        self.seconds = max(1, ceil(seconds))
        super().__init__(f"the next try is in {self.seconds} s")


@dataclass
class Turns:
    """`size` tries at once, and one more every `refill_s`: when is the next one's turn?

    A turn that is given is taken; `give_back` is for a try that was no guess.
    """

    size: int
    refill_s: float
    _busy_until: OrderedDict[str, float] = field(default_factory=OrderedDict)

    def next(self, name: str, now: float) -> float:
        """When a try of this name would be looked at."""
        return max(now, self._end(name, now) - (self.size - 1) * self.refill_s)

    def take(self, name: str, now: float) -> None:
        keep(self._busy_until, name, self._end(name, now) + self.refill_s)

    def give_back(self, name: str) -> None:
        if name in self._busy_until:
            self._busy_until[name] -= self.refill_s

    def _end(self, name: str, now: float) -> float:
        return max(now, self._busy_until.get(name, now))


@dataclass
class Wrong:
    """Wrong passwords for one account from one address, one after another."""

    count: int = 0
    last: float = 0.0
    is_asking: bool = False

    @property
    def next(self) -> float:
        """When it may ask again. One too many are doubled, but never for ever."""
        beyond = self.count - FREE_TRIES
        if beyond < 0:
            return self.last
        return self.last + min(LONGEST_WAIT_S, FIRST_WAIT_S << min(beyond, 10))


class Guesses:
    """What was tried lately; forgotten when the Hub is started again."""

    def __init__(
        self,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], Awaitable[Any]] = asyncio.sleep,
    ) -> None:
        self._clock, self._sleep = clock, sleep
        self._of_account = Turns(size=10, refill_s=2.0)
        self._of_address = Turns(size=30, refill_s=2.0)  # a class behind one address
        self._wrong: OrderedDict[Key, Wrong] = OrderedDict()
        self._at_home: OrderedDict[Key, bool] = OrderedDict()

    async def is_right(
        self, account: str, address: str, look: Callable[[], Awaitable[bool]]
    ) -> bool:
        """What `look` says, when its turn has come. Raises TooManyTries."""
        key = account[:LONGEST_NAME], address
        wrong = self._wrong_of(key)
        wait_s = self._wait_s(key, wrong)
        self._take_turns(key)
        wrong.is_asking = True
        try:
            if wait_s:
                await self._sleep(wait_s)
            right = await look()
        finally:
            wrong.is_asking = False
        self._note(key, wrong, right)
        return right

    def _wrong_of(self, key: Key) -> Wrong:
        wrong = self._wrong.get(key)
        if wrong is None or self._clock() - wrong.last > FORGOTTEN_S:
            wrong = Wrong(last=self._clock())
        keep(self._wrong, key, wrong)
        return wrong

    def _wait_s(self, key: Key, wrong: Wrong) -> float:
        """Behind others. What one's own tries cost is told, not waited for here."""
        now = self._clock()
        if wrong.next > now:
            raise TooManyTries(wrong.next - now)
        turn = self._next_turn(key, now)
        if wrong.is_asking or turn - now > QUEUE_S:
            raise TooManyTries(turn - now)
        return turn - now

    def _next_turn(self, key: Key, now: float) -> float:
        """Where an account has signed in before, it does not wait for strangers."""
        account, address = key
        of_account = (
            now if key in self._at_home else self._of_account.next(account, now)
        )
        return max(of_account, self._of_address.next(address, now))

    def _take_turns(self, key: Key) -> None:
        account, address = key
        if key not in self._at_home:
            self._of_account.take(account, self._clock())
        self._of_address.take(address, self._clock())

    def _note(self, key: Key, wrong: Wrong, right: bool) -> None:
        if not right:
            wrong.count, wrong.last = wrong.count + 1, self._clock()
            return
        account, address = key
        if key not in self._at_home:
            self._of_account.give_back(account)
        self._of_address.give_back(address)
        self._wrong.pop(key, None)
        keep(self._at_home, key, True)


def keep(kept: OrderedDict[Any, Any], key: Any, value: Any) -> None:
    """The newest; the oldest go when there are too many."""
    kept[key] = value
    kept.move_to_end(key)
    if len(kept) > MOST_KEPT:
        kept.popitem(last=False)


def address_of(request: Any, *, is_behind_another: bool) -> str:
    """Who asks, as our own proxy saw it; of an IPv6 address its network.

    The last address of X-Forwarded-For is the one our proxy wrote; what stands before
    it, anybody may write. is_behind_another: a web server of this machine stands in
    front, and has written the one before.
    """
    written = request.headers.get("X-Forwarded-For", "").split(",")
    addresses = [_address(each) for each in written[-2:]]
    if is_behind_another and len(addresses) == 2 and _is_here(addresses[1]):
        return str(addresses[0])
    return str(addresses[-1])


def _address(written: str) -> Any:
    try:
        address = ipaddress.ip_address(written.strip())
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped:
            return address.ipv4_mapped
        if not address.is_loopback:
            return ipaddress.ip_network((address, 64), strict=False)
    return address


def _is_here(address: Any) -> bool:
    return bool(getattr(address, "is_loopback", False))
