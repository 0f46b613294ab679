"""Who waits is told at once; who does not wait is told nothing."""

from __future__ import annotations

import asyncio

from hub.record.web.long_poll import SubmissionEvents, WorkSignal


async def test_new_work_wakes_whoever_waits_and_moves_the_cursor() -> None:
    signal = WorkSignal()
    before = signal.cursor
    waiting = asyncio.create_task(signal.wait(30))
    await asyncio.sleep(0)

    signal.notify()

    await asyncio.wait_for(waiting, 1)
    assert signal.cursor != before
    assert not signal.is_closed


async def test_without_news_the_wait_ends_by_itself() -> None:
    signal = WorkSignal()

    await asyncio.wait_for(signal.wait(0.01), 1)

    assert signal.cursor.endswith("-0")


async def test_a_cursor_is_of_one_start_of_the_service() -> None:
    assert WorkSignal().cursor != WorkSignal().cursor


async def test_a_service_that_stops_answers_whoever_waits() -> None:
    signal, events = WorkSignal(), SubmissionEvents()
    waits = (signal.wait(30), events.wait("a", 30), events.wait("b", 30))
    waiting = asyncio.gather(*waits)
    await asyncio.sleep(0)

    signal.close()
    events.close()

    await asyncio.wait_for(waiting, 1)
    assert signal.is_closed


async def test_only_who_waits_for_this_submission_is_woken() -> None:
    events = SubmissionEvents()
    ours = asyncio.create_task(events.wait("ours", 30))
    other = asyncio.create_task(events.wait("other", 0.05))
    await asyncio.sleep(0)

    events.take("ours")
    await asyncio.wait_for(ours, 1)

    assert not other.done()
    assert events.taken == {"ours"}
    events.done("ours")
    assert events.taken == set()
    await other
