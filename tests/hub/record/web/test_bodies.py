"""A body while it arrives, by a clock of the test's own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from hub.record.domain.refusal import Refused
from hub.record.web.bodies import KB, Bodies, Body, BodyBounds


class Clock:
    """Stands still until it is told."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


class ClosedAtTheEnd(Bodies):
    """Remembers its bodies, so that a test need not close them."""

    def __init__(self, folder: Path, bounds: BodyBounds, clock: Clock) -> None:
        super().__init__(folder, bounds, clock)
        self.opened: list[Body] = []

    def open(self, limit: int) -> Body:
        self.opened.append(super().open(limit))
        return self.opened[-1]


@pytest.fixture
def bodies(tmp_path: Path, clock: Clock) -> Iterator[Bodies]:
    bounds = BodyBounds(together=900 * KB)
    bodies = ClosedAtTheEnd(tmp_path / "arriving", bounds, clock)
    yield bodies
    for each in bodies.opened:
        each.close()


def test_a_small_one_is_in_memory_and_a_large_one_in_a_file(bodies: Bodies) -> None:
    small, large = bodies.open(KB), bodies.open(500 * KB)
    for each in (small, large):
        each.add(b"ab")
        each.add(b"c")

    assert small.complete() == b"abc"
    assert large.complete() == b""
    assert large.path.read_bytes() == b"abc"


def test_nothing_is_left_of_one_that_is_closed(bodies: Bodies) -> None:
    body = bodies.open(500 * KB)
    body.add(b"x" * 100)

    body.close()
    body.close()
    body.add(b"late")

    assert bodies.kept == 0
    assert list(bodies.folder.iterdir()) == []


def test_what_a_killed_record_left_is_gone_at_the_next_start(bodies: Bodies) -> None:
    bodies.open(500 * KB).add(b"x")

    again = Bodies(bodies.folder)

    assert list(again.folder.iterdir()) == []


def test_a_byte_too_many_is_refused(bodies: Bodies) -> None:
    body = bodies.open(3)
    body.add(b"abc")

    assert refusal(body, b"d").status == 413


def test_everybodys_together_are_bounded(bodies: Bodies) -> None:
    bodies.open(800 * KB).add(b"x" * 800 * KB)

    assert refusal(bodies.open(200 * KB), b"x" * 200 * KB).status == 503


def test_a_full_disk_is_told_as_something_that_passes(bodies: Bodies) -> None:
    """The file here is one that can never be written: the kernel's /dev/full."""
    body = bodies.open(500 * KB)
    body._file.close()
    with Path("/dev/full").open("wb", buffering=0) as full:
        body._file = full

        assert refusal(body, b"x").status == 503


def test_a_slow_link_has_its_time_but_no_more(bodies: Bodies, clock: Clock) -> None:
    body = bodies.open(500 * KB)
    clock.now = 9.0
    body.add(b"x")  # nothing is asked of it before the tenth second
    clock.now = 11.0

    assert refusal(body, b"x").status == 408


def test_one_at_the_least_rate_may_take_two_minutes(
    bodies: Bodies, clock: Clock
) -> None:
    body = bodies.open(2000 * KB)
    for second in range(1, 100):
        clock.now = float(second)
        body.add(b"x" * 8 * KB)
    clock.now = 121.0

    assert refusal(body, b"x").status == 408


def refusal(body: Body, chunk: bytes) -> Refused:
    with pytest.raises(Refused) as told:
        body.add(chunk)
    return told.value
