"""The local engine: real Dask workers that die."""

import asyncio
import os
import socket
import time
from collections.abc import AsyncIterator
from pathlib import Path

import psutil
import pytest

from autograder.grading.engine import (
    JobTooLong,
    LocalEngine,
    UnknownEngine,
    WorkerLost,
    _is_worker,
    _WorkerDied,
    check_engine,
)


@pytest.fixture
async def engine() -> AsyncIterator[LocalEngine]:
    async with LocalEngine(2) as engine:
        yield engine


def die_the_first_time(mark: Path) -> str:
    if not mark.exists():
        mark.touch()
        os.kill(os.getpid(), 9)
    return "marked"


def die() -> None:
    os.kill(os.getpid(), 9)


def fail() -> None:
    raise ValueError("a bug of ours")


@pytest.mark.parametrize("name", ["slurm", "kubernetes"])
def test_an_engine_that_is_not_configured_says_so(name: str) -> None:
    with pytest.raises(UnknownEngine, match=r"not configured here.*'local'"):
        check_engine(name)


def test_a_misspelt_engine_is_told_the_words() -> None:
    with pytest.raises(UnknownEngine, match="'locla'; one of 'local'"):
        check_engine("locla")
    check_engine("local")


async def test_a_job_whose_worker_dies_is_run_again(
    engine: LocalEngine, tmp_path: Path
) -> None:
    assert await engine.run(die_the_first_time, tmp_path / "mark", key="s1") == "marked"


async def test_a_job_that_kills_every_worker_comes_back_lost(
    engine: LocalEngine,
) -> None:
    with pytest.raises(WorkerLost, match="s1"):
        await engine.run(die, key="s1")

    assert await engine.run(os.getpid, key="s2") != os.getpid()


async def test_a_job_beside_one_that_kills_workers_is_not_blamed(
    engine: LocalEngine,
) -> None:
    killer, *others = await asyncio.gather(
        engine.run(die, key="s1"),
        *(engine.run(take_a_moment, key=name) for name in ("s2", "s3", "s4")),
        return_exceptions=True,
    )

    assert isinstance(killer, WorkerLost)
    assert others == ["marked"] * 3


async def test_a_job_run_again_is_alone_and_goes_before_those_that_came_later(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Without workers: only the order in which jobs are let in."""
    events: list[str] = []
    let_go = asyncio.Event()

    async def once(
        self: LocalEngine, job: object, given: object, key: str, *_: object
    ) -> None:
        events.append(f"{key} begins")
        if key == "killer" and events.count("killer begins") == 1:
            raise _WorkerDied
        if key == "long":
            await let_go.wait()
        await asyncio.sleep(0)
        events.append(f"{key} ends")

    monkeypatch.setattr(LocalEngine, "_once", once)
    engine = LocalEngine(2)
    jobs = []
    for key in ("long", "killer", "late"):
        jobs.append(asyncio.create_task(engine.run(die, key=key)))
        for _ in range(5):
            await asyncio.sleep(0)
    let_go.set()
    await asyncio.gather(*jobs)

    assert events == [
        "long begins",
        "killer begins",
        "long ends",
        "killer begins",
        "killer ends",
        "late begins",
        "late ends",
    ]


async def test_a_job_that_hangs_is_stopped(engine: LocalEngine) -> None:
    with pytest.raises(JobTooLong, match="s1"):
        await engine.run(hang, key="s1", patience_s=2)

    assert await engine.run(take_a_moment, key="s2") == "marked"


def take_a_moment() -> str:
    time.sleep(0.3)
    return "marked"


def hang() -> None:
    time.sleep(3600)


async def test_workers_killed_while_they_start_are_replaced(
    engine: LocalEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("autograder.grading.engine.GIVEN_UP_AFTER_S", 1.0)
    for _ in range(6):
        for child in psutil.Process().children():
            if _is_worker(child):
                child.kill()
        await asyncio.sleep(0.2)

    job = asyncio.create_task(engine.run(take_a_moment, key="s1"))
    while not job.done():
        await engine.tend()
        await asyncio.sleep(0.5)

    assert job.result() == "marked"


async def test_what_a_job_raises_is_raised_here(engine: LocalEngine) -> None:
    with pytest.raises(ValueError, match="a bug of ours"):
        await engine.run(fail, key="s1")


async def test_two_jobs_run_at_once(engine: LocalEngine, tmp_path: Path) -> None:
    each = [engine.run(meet, tmp_path, name, key=name) for name in ("a", "b")]

    assert await asyncio.gather(*each) == [True, True]


def meet(folder: Path, name: str) -> bool:
    """True when two of us are here at the same time."""
    (folder / name).touch()
    for _ in range(200):
        if len(list(folder.iterdir())) == 2:
            return True
        time.sleep(0.05)
    return False


async def test_nobody_else_can_give_the_workers_orders(engine: LocalEngine) -> None:
    """Learners' servers share this machine; Dask runs whatever it is sent."""
    from distributed import Client

    address = engine._cluster.scheduler_address
    assert address.startswith("tls://127.0.0.1:")
    with pytest.raises((OSError, TypeError)):
        await Client(address.replace("tls", "tcp"), asynchronous=True, timeout=2)


async def test_every_open_port_is_on_this_machine_only(engine: LocalEngine) -> None:
    ours = [psutil.Process(), *psutil.Process().children(recursive=True)]
    listening = [
        connection.laddr
        for process in ours
        for connection in process.net_connections()
        if connection.status == psutil.CONN_LISTEN
    ]

    assert listening
    assert {address.ip for address in listening} == {"127.0.0.1"}
    for address in listening:
        assert b" 200 " not in ask_for_tasks(address.port)


def ask_for_tasks(port: int) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=2) as connection:
        connection.settimeout(1)
        connection.sendall(b"GET /info/main/workers.html HTTP/1.0\r\n\r\n")
        try:
            return connection.recv(200)
        except OSError:
            return b""


async def test_closing_leaves_no_process_behind() -> None:
    before = {child.pid for child in psutil.Process().children(recursive=True)}
    async with LocalEngine(1) as engine:
        await engine.warm(("json",))
        (worker,) = engine.workers()
        assert worker["busy"] is False

    left = {child.pid for child in psutil.Process().children(recursive=True)} - before
    assert not psutil.pid_exists(worker["pid"]) or worker["pid"] not in left
