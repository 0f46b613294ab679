"""Who is let in next: rules for any arrivals, a simulated class, and the waiting."""

import asyncio
import heapq
from collections import Counter
from dataclasses import dataclass, field
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.service.priority import FairQueue, PrioritySemaphore, Ticket

BUDGET_S = 120.0
ARRIVALS = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.booleans()), min_size=1, max_size=30
)


@given(arrivals=ARRIVALS, workers=st.integers(1, 4), seed=st.randoms())
def test_each_is_let_in_once_and_none_is_forgotten(
    arrivals: list[tuple[str, bool]], workers: int, seed: object
) -> None:
    queue, served = FairQueue(workers), []
    for each in arrivals:
        queue.join(Ticket(*each))
    while True:
        while ticket := queue.let_in():
            served.append(ticket)
        assert len(queue.inside) <= workers + 1
        if not queue.inside:
            break
        queue.leave(seed.choice(queue.inside))  # type: ignore[attr-defined]

    assert len({id(each) for each in served}) == len(served) == len(arrivals)
    assert queue.waiting == []


@given(arrivals=ARRIVALS, workers=st.integers(1, 4), seed=st.randoms())
def test_nobody_has_a_second_one_in_while_another_waits_for_a_first(
    arrivals: list[tuple[str, bool]], workers: int, seed: object
) -> None:
    queue = FairQueue(workers)
    for each in arrivals:
        queue.join(Ticket(*each))
        while ticket := queue.let_in():
            has = Counter(each.learner for each in queue.inside)
            assert has[ticket.learner] <= max(1, workers - 1)
            if has[ticket.learner] > 1:
                assert all(has[each.learner] for each in queue.waiting)
        if queue.inside and seed.random() < 0.5:  # type: ignore[attr-defined]
            queue.leave(seed.choice(queue.inside))  # type: ignore[attr-defined]


@given(arrivals=ARRIVALS)
def test_a_check_goes_before_what_was_handed_in_by_those_with_nothing_inside(
    arrivals: list[tuple[str, bool]],
) -> None:
    queue = FairQueue(workers=1)
    for each in arrivals:
        queue.join(Ticket(*each))
    inside: set[object] = set()
    while ticket := queue.let_in():
        if not ticket.is_check:
            left = [each for each in queue.waiting if each.learner not in inside]
            assert not any(each.is_check for each in left)
        inside = {each.learner for each in queue.inside}


@given(
    sizes=st.dictionaries(st.sampled_from("abcdef"), st.integers(1, 8), min_size=2),
    workers=st.integers(1, 3),
)
def test_learners_take_turns(sizes: dict[str, int], workers: int) -> None:
    """However many one has handed in, everybody's first goes before anybody's third."""
    queue, order = FairQueue(workers), []
    for learner, many in sizes.items():
        for _ in range(many):
            queue.join(Ticket(learner))
    while queue.waiting or queue.inside:
        while ticket := queue.let_in():
            order.append(ticket.learner)
        queue.leave(queue.inside[0])

    firsts = max(order.index(each) for each in sizes)
    assert max(Counter(order[: firsts + 1]).values()) <= 2


@dataclass
class Simulated:
    """A machine that marks; seconds each, as the arrivals say. waited: by learner."""

    workers: int
    now: float = 0.0
    waited: dict[str, list[float]] = field(default_factory=dict)

    def run(self, arrivals: list[tuple[float, str, bool, float]]) -> None:
        """arrivals: when, who, whether a check, and for how many seconds."""
        queue, number = FairQueue(self.workers), count()
        arrived: dict[int, tuple[float, float]] = {}
        ends: list[tuple[float, int, Ticket]] = []
        ready: list[Ticket] = []  # let in, and no worker is free
        coming = sorted(arrivals, reverse=True)
        while coming or ends:
            if coming and (not ends or coming[-1][0] <= ends[0][0]):
                self.now, learner, is_check, seconds = coming.pop()
                ticket = Ticket(learner, is_check)
                arrived[id(ticket)] = self.now, seconds
                queue.join(ticket)
            else:
                self.now, _, ticket = heapq.heappop(ends)
                queue.leave(ticket)
            while let_in := queue.let_in():
                ready.append(let_in)
            while ready and len(ends) < self.workers:
                ticket = ready.pop(0)
                since, seconds = arrived[id(ticket)]
                who = str(ticket.learner)
                self.waited.setdefault(who, []).append(self.now - since)
                heapq.heappush(ends, (self.now + seconds, next(number), ticket))


@pytest.mark.parametrize("workers", [1, 2, 4])
@pytest.mark.parametrize("sleeping", [8, 14, 60])
@pytest.mark.parametrize("is_check", [True, False], ids=["checks", "hand-ins"])
@given(at=st.floats(0, 5000))
def test_a_check_waits_one_budget_at_most_behind_another_learners_sleepers(
    workers: int, sleeping: int, is_check: bool, at: float
) -> None:
    machine = Simulated(workers)
    sleepers = [(0.0, "sleeper", is_check, BUDGET_S)] * sleeping

    machine.run([*sleepers, (at, "other", True, 0.2)])

    assert max(machine.waited["other"]) <= (BUDGET_S if workers == 1 else 0.0)
    assert len(machine.waited["sleeper"]) == sleeping


@given(
    class_size=st.integers(1, 20),
    workers=st.integers(1, 3),
    seconds=st.floats(0.1, 5),
)
def test_a_class_that_hands_in_is_marked_by_all_workers(
    class_size: int, workers: int, seconds: float
) -> None:
    machine = Simulated(workers)

    machine.run([(0.0, f"learner {n}", False, seconds) for n in range(class_size)])

    rounds = -(-class_size // workers)
    assert machine.now == pytest.approx(rounds * seconds)


class Class:
    """Learners before one semaphore; `order` is who was let in when.

    With one worker, two may be inside: the second has its files fetched.
    """

    def __init__(self, workers: int) -> None:
        self.semaphore = PrioritySemaphore(workers)
        self.order: list[str] = []
        self.finish = asyncio.Semaphore(0)

    async def go(self, name: str, is_check: bool = False) -> None:
        async with self.semaphore.slot(name, is_check=is_check):
            self.order.append(name)
            await self.finish.acquire()


async def settle() -> None:
    for _ in range(5):
        await asyncio.sleep(0)


async def test_a_check_overtakes_what_was_handed_in_before() -> None:
    course = Class(1)
    names = [("a", False), ("b", False), ("c", False), ("check", True), ("d", False)]
    tasks = [asyncio.create_task(course.go(*each)) for each in names]
    await settle()
    assert course.order == ["a", "b"]

    for _ in names:
        course.finish.release()
    await asyncio.gather(*tasks)

    assert course.order == ["a", "b", "check", "c", "d"]


async def test_one_who_leaves_the_queue_takes_no_slot_along() -> None:
    course = Class(1)
    tasks = [asyncio.create_task(course.go(name)) for name in "abcd"]
    await settle()

    tasks[2].cancel()
    await settle()
    tasks[0].cancel()
    await settle()
    for _ in range(2):
        course.finish.release()
    await asyncio.gather(tasks[1], tasks[3])

    assert course.order == ["a", "b", "d"]


async def test_one_who_is_let_in_and_cancelled_at_once_hands_the_slot_on() -> None:
    course = Class(1)
    tasks = [asyncio.create_task(course.go(name)) for name in "abcd"]
    await settle()

    tasks[0].cancel()
    await asyncio.sleep(0)  # c is let in, and has not noticed
    tasks[2].cancel()
    await settle()

    assert course.order[-1] == "d"
    for each in (tasks[1], tasks[3]):
        each.cancel()
    await settle()


async def test_one_who_is_cancelled_in_the_queue_is_not_let_in_meanwhile() -> None:
    course = Class(1)
    tasks = [asyncio.create_task(course.go(name)) for name in "abcd"]
    await settle()

    tasks[2].cancel()
    tasks[0].cancel()
    await settle()

    assert course.order == ["a", "b", "d"]
    for each in (tasks[1], tasks[3]):
        each.cancel()
    await settle()
