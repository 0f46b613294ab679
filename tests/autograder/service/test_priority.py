"""Who is let in next."""

import asyncio

from autograder.service.priority import WaitingRoom


class Class:
    """People who go through one room; `order` is who was let in when."""

    def __init__(self, places: int) -> None:
        self.room = WaitingRoom(places)
        self.order: list[str] = []
        self.door = asyncio.Semaphore(0)

    async def go(self, name: str, is_urgent: bool = False) -> None:
        async with self.room.place(is_urgent):
            self.order.append(name)
            await self.door.acquire()


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
        course.door.release()
    await asyncio.gather(*tasks)

    assert course.order == ["a", "check", "b", "c"]


async def test_one_who_leaves_the_line_takes_no_place_along() -> None:
    course = Class(1)
    tasks = [asyncio.create_task(course.go(name)) for name in "abc"]
    await settle()

    tasks[1].cancel()
    await settle()
    tasks[0].cancel()
    await settle()
    course.door.release()
    await tasks[2]

    assert course.order == ["a", "c"]


async def test_one_who_is_let_in_and_cancelled_at_once_hands_the_place_on() -> None:
    course = Class(1)
    tasks = [asyncio.create_task(course.go(name)) for name in "abc"]
    await settle()

    tasks[0].cancel()
    await asyncio.sleep(0)  # b is let in, and has not noticed
    tasks[1].cancel()
    await settle()

    assert course.order[-1] == "c"
    tasks[2].cancel()
