"""Who is let in next."""

import asyncio

from autograder.service.priority import PrioritySemaphore


class Class:
    """Learners before one semaphore; `order` is who was let in when."""

    def __init__(self, slots: int) -> None:
        self.semaphore = PrioritySemaphore(slots)
        self.order: list[str] = []
        self.finish = asyncio.Semaphore(0)

    async def go(self, name: str, is_urgent: bool = False) -> None:
        async with self.semaphore.slot(is_urgent):
            self.order.append(name)
            await self.finish.acquire()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_check_overtakes_what_was_handed_in_before() -> None:
    course = Class(1)
    names = [("a", False), ("b", False), ("check", True), ("c", False)]
    tasks = [asyncio.create_task(course.go(*each)) for each in names]
    await settle()
    assert course.order == ["a"]

    for _ in names:
        course.finish.release()
    await asyncio.gather(*tasks)

    assert course.order == ["a", "check", "b", "c"]


async def test_one_who_leaves_the_queue_takes_no_slot_along() -> None:
    course = Class(1)
    tasks = [asyncio.create_task(course.go(name)) for name in "abc"]
    await settle()

    tasks[1].cancel()
    await settle()
    tasks[0].cancel()
    await settle()
    course.finish.release()
    await tasks[2]

    assert course.order == ["a", "c"]


async def test_one_who_is_let_in_and_cancelled_at_once_hands_the_slot_on() -> None:
    course = Class(1)
    tasks = [asyncio.create_task(course.go(name)) for name in "abc"]
    await settle()

    tasks[0].cancel()
    await asyncio.sleep(0)  # b is let in, and has not noticed
    tasks[1].cancel()
    await settle()

    assert course.order[-1] == "c"
    tasks[2].cancel()
