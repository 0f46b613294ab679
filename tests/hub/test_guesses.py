"""Guessing is slow, and slows down nobody else for long, by a clock of the test."""

import asyncio
from collections import OrderedDict
from types import SimpleNamespace

import pytest

from hub import guesses
from hub.guesses import LONGEST_WAIT_S, QUEUE_S, Guesses, TooManyTries, address_of


class Door:
    """Guesses, and a clock that only `sleep` and the test move."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.waited: list[float] = []
        self.looked_at = 0
        self.guesses = Guesses(lambda: self.now, self._sleep)

    async def _sleep(self, seconds: float) -> None:
        self.waited.append(seconds)
        self.now += seconds

    async def tries(self, account: str, address: str, right: bool = False) -> bool:
        async def look() -> bool:
            self.looked_at += 1
            return right

        return await self.guesses.is_right(account, address, look)

    async def until_told(self, account: str, address: str) -> int:
        """Guess until told to wait; the seconds."""
        while True:
            try:
                await self.tries(account, address)
            except TooManyTries as too_many:
                return too_many.seconds


@pytest.fixture
def door() -> Door:
    return Door()


async def test_a_guesser_waits_longer_each_time_but_never_for_ever(door: Door) -> None:
    told = []
    for _ in range(9):
        told.append(await door.until_told("ada", "10.6.6.6"))
        door.now += told[-1]

    assert told == [2, 4, 8, 16, 32, 60, 60, 60, 60]
    assert max(told) == LONGEST_WAIT_S
    assert door.looked_at == 5 + 8


async def test_a_refused_try_is_not_looked_at_and_costs_nothing(door: Door) -> None:
    await door.until_told("ada", "10.6.6.6")
    looked_at = door.looked_at

    told = [await door.until_told("ada", "10.6.6.6") for _ in range(50)]

    assert door.looked_at == looked_at
    assert told == [2] * 50


async def test_who_mistypes_a_few_times_waits_for_nothing(door: Door) -> None:
    for _ in range(4):
        assert not await door.tries("ada", "10.1.1.1")

    assert await door.tries("ada", "10.1.1.1", right=True)
    assert door.waited == []


async def test_a_whole_class_behind_one_address_signs_in_at_once(door: Door) -> None:
    for number in range(200):
        assert await door.tries(f"learner-{number}", "10.1.1.1", right=True)

    assert door.waited == []


async def test_the_right_password_of_an_account_under_attack_works_after_a_while(
    door: Door,
) -> None:
    """Twenty addresses guess at once, without end; the learner comes from another."""
    for number in range(20):
        await door.until_told("ada", f"10.6.6.{number}")
    door.waited.clear()

    assert await door.tries("ada", "10.1.1.1", right=True)
    assert sum(door.waited) <= QUEUE_S


async def test_where_the_account_signed_in_before_nobody_waits_for_strangers(
    door: Door,
) -> None:
    await door.tries("ada", "10.1.1.1", right=True)
    for number in range(20):
        await door.until_told("ada", f"10.6.6.{number}")
    door.waited.clear()

    assert await door.tries("ada", "10.1.1.1", right=True)
    assert door.waited == []


async def test_one_password_tried_on_every_account_is_slowed_by_the_address(
    door: Door,
) -> None:
    begun = door.now
    for number in range(230):
        await door.tries(f"learner-{number}", "10.6.6.6")

    assert door.now - begun >= 200 * 2


async def test_many_addresses_together_are_slowed_by_the_account(door: Door) -> None:
    begun = door.now
    for number in range(110):
        await door.tries("ada", f"10.6.{number}.1")

    assert door.now - begun >= 100 * 2


async def test_one_try_at_a_time_waits_for_one_account_from_one_address() -> None:
    begun, end = asyncio.Event(), asyncio.Event()

    async def never_before_told() -> bool:
        begun.set()
        await end.wait()
        return True

    slow = Guesses()
    first = asyncio.create_task(slow.is_right("ada", "10.1.1.1", never_before_told))
    await begun.wait()

    with pytest.raises(TooManyTries):
        await slow.is_right("ada", "10.1.1.1", never_before_told)

    end.set()
    assert await first


async def test_what_is_kept_is_bounded(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(guesses, "MOST_KEPT", 50)

    for number in range(500):
        await door.tries(f"{number}" * 100, f"10.6.{number % 250}.{number // 250}")

    kept = [
        each for each in vars(door.guesses).values() if isinstance(each, OrderedDict)
    ]
    assert len(kept) == 2
    assert max(len(each) for each in kept) <= 50
    assert max(len(key[0]) for key in kept[0]) <= guesses.LONGEST_NAME


@pytest.mark.parametrize(
    ("written", "behind", "address"),
    [
        ("10.1.1.1", False, "10.1.1.1"),
        ("6.6.6.6, 10.1.1.1", False, "10.1.1.1"),
        ("6.6.6.6, 127.0.0.1", False, "127.0.0.1"),
        ("6.6.6.6, 10.1.1.1, 127.0.0.1", True, "10.1.1.1"),
        ("10.1.1.1, ::1", True, "10.1.1.1"),
        ("6.6.6.6, 10.1.1.1", True, "10.1.1.1"),
        ("::ffff:10.1.1.1", False, "10.1.1.1"),
        ("2001:db8:1:2:3:4:5:6", False, "2001:db8:1:2::/64"),
        ("", False, "unknown"),
        ("<script>", True, "unknown"),
    ],
)
def test_the_address_is_the_one_our_own_side_wrote(
    written: str, behind: bool, address: str
) -> None:
    headers = {"X-Forwarded-For": written, "X-Real-Ip": "6.6.6.6"}
    request = SimpleNamespace(headers=headers)

    assert address_of(request, is_behind_another=behind) == address
