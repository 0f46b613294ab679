"""kill -9, whatever and whenever: every receipt ends with exactly one mark."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import httpx
import psutil
import pytest

from tests.house.books import assert_books_agree
from tests.house.conftest import released
from tests.house.house import House, until
from tests.house.work import mark_of, send, signed, solved, untouched

pytestmark = pytest.mark.slow
LAB = "N1-00"
LEARNERS = ("ada", "basile", "chloe", "driss", "elin")
# After how many kills each round of hand-ins begins: at the start, while the autograder
# is away, while the record is away, while the Hub is away.
ROUNDS = (0, 1, 3, 4)


@dataclass
class Sent:
    """What a learner holds after handing in: the submission and its receipt."""

    learner: str
    submission: str
    receipt: str


@dataclass
class Afternoon:
    """Five learners hand in four times each; `sent` grows while things are killed."""

    house: House
    tokens: dict[str, httpx.Client]
    sent: list[Sent] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)
    kills: int = 0

    def hand_in(self, learner: str) -> None:
        for number, kills in enumerate(ROUNDS):
            until(f"{kills} kills", partial(self.has_seen, kills), 400, 0.05)
            files = solved(LAB) if number % 2 else untouched(LAB)
            files = signed(files, LAB, f"{learner} {number}")
            answer = send(self.tokens[learner], "demo", LAB, files)
            id, jws = answer["submission"]["id"], answer["receipt"]["jws"]
            with self.lock:
                self.sent.append(Sent(learner, id, jws))

    def has_seen(self, kills: int) -> bool:
        return self.kills >= kills

    def marked(self) -> int:
        """How many of those handed in are marked; 0 while the record is away."""
        total = 0
        for client in self.tokens.values():
            try:
                found = client.get(f"api/submissions?lab={LAB}").json()["submissions"]
            except (httpx.TransportError, ValueError, KeyError):
                return 0
            total += sum(each["state"] == "marked" for each in found)
        return total


def worker_of(house: House) -> psutil.Process:
    """One Dask worker: the youngest generation below the autograder service."""
    service = house.processes("autograder", "serve")
    below = [child for each in service for child in each.children(recursive=True)]
    spawned = [p for p in below if any("spawn_main" in part for part in p.cmdline())]
    assert spawned, "no worker runs"
    return max(spawned, key=psutil.Process.create_time)


def kill_the_worker(house: House) -> None:
    until("a worker", lambda: house.processes("spawn_main"))
    worker_of(house).kill()


def kill_the_service(house: House) -> None:
    house.kill("autograder", "serve")


def kill_the_record(house: House) -> None:
    house.kill("hub.record")


KILLS: dict[str, Callable[[House], None]] = {
    "the autograder service": kill_the_service,
    "a worker": kill_the_worker,
    "the record service": kill_the_record,
}


def test_every_receipt_has_exactly_one_mark_whatever_is_killed(
    own_house: House,
) -> None:
    house = own_house
    house.start()
    until("N1-00 released", lambda: LAB in released(house), 120, 1)
    afternoon = Afternoon(house, {name: house.as_person(name) for name in LEARNERS})

    with ThreadPoolExecutor(len(LEARNERS)) as pool:
        working = [pool.submit(afternoon.hand_in, name) for name in LEARNERS]
        for step, (what, kill) in enumerate(KILLS.items(), start=1):
            until(f"work before killing {what}", partial(has_marked, afternoon, step))
            until(f"{what} runs", partial(is_up, house, what), 90)
            kill(house)
            afternoon.kills += 1
        until("work before killing the Hub", partial(has_marked, afternoon, 5), 120)
        house.kill_the_hub()
        afternoon.kills += 1
        house.start()
        for each in working:
            each.result()

    assert len(afternoon.sent) == len(LEARNERS) * len(ROUNDS)
    assert len({each.submission for each in afternoon.sent}) == len(afternoon.sent)
    results = {
        each.submission: mark_of(afternoon.tokens[each.learner], each.submission, 300)
        for each in afternoon.sent
    }
    assert_each_is_marked_once(house, afternoon)
    assert_the_gradebook_agrees(house, afternoon, results)
    assert_books_agree(house)
    assert_receipts_are_kept(afternoon)
    for client in afternoon.tokens.values():
        client.close()
    house.stop()


def has_marked(afternoon: Afternoon, count: int) -> bool:
    return afternoon.marked() >= count


def is_up(house: House, what: str) -> bool:
    words = {
        "the autograder service": ("autograder", "serve"),
        "a worker": ("spawn_main",),
        "the record service": ("hub.record",),
    }
    return bool(house.processes(*words[what]))


def assert_each_is_marked_once(house: House, afternoon: Afternoon) -> None:
    """One automatic result each, by the record's own list of events."""
    wanted = sorted(each.submission for each in afternoon.sent)
    marks = house.in_record("SELECT key FROM event WHERE source = 'autograder'")
    kept = house.in_record("SELECT id FROM submission WHERE state = 'marked'")
    assert sorted(key for (key,) in marks) == wanted
    assert sorted(id for (id,) in kept) == wanted


def assert_the_gradebook_agrees(
    house: House, afternoon: Afternoon, results: dict[str, dict[str, Any]]
) -> None:
    from nbgrader.api import Gradebook

    database = house.state / "autograder" / "courses" / "demo" / "gradebook.db"
    with Gradebook(f"sqlite:///{database}") as gradebook:
        for learner in LEARNERS:
            latest = newest(afternoon, learner)
            kept = gradebook.find_submission(LAB, learner)
            assert kept.score == results[latest]["points"], learner


def newest(afternoon: Afternoon, learner: str) -> str:
    found = afternoon.tokens[learner].get(f"api/submissions?lab={LAB}").json()
    return str(found["submissions"][0]["id"])


def assert_receipts_are_kept(afternoon: Afternoon) -> None:
    for each in afternoon.sent:
        answer = afternoon.tokens[each.learner].get(
            f"api/submissions/{each.submission}"
        )
        assert answer.json()["submission"]["receipt"]["jws"] == each.receipt
