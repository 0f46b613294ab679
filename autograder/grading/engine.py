"""Where submissions are marked: the choice is one word, `engine`, in site.toml.

The one rule: a job that is lost is run again by us, never forgotten. A job whose
worker died runs again alone, so that no other is blamed for it; one that loses its
worker `TRIES` times comes back as WorkerLost, which is not a mark.

`local` is a Dask LocalCluster on this machine. Its scheduler and workers speak
TLS with certificates made for this run only, and refuse anyone else: learners'
servers run on the same machine, and a Dask port without it takes orders from
whoever connects.
"""

from __future__ import annotations

import asyncio
import importlib
import logging
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Any, Protocol

from aiorwlock import RWLock
from psutil import NoSuchProcess, Process, ZombieProcess

# How often one job may lose its worker before we give up for now.
TRIES = 3
GIVEN_UP_AFTER_S = 10.0
ENGINES = ("local",)
LATER = ("slurm", "kubernetes")
# Imported by each worker before its first job; numpy to torch stay in the sandbox.
WARM_MODULES = ("autograder.grading.grade", "autograder.gradebook")


class UnknownEngine(ValueError):
    """The engine's name is not one we know, or not configured on this machine."""


class WorkerLost(Exception):
    """The job's worker died `TRIES` times. Nothing is known about the work."""


class _WorkerDied(Exception):
    """This time; it may not have been this job's doing."""


class JobTooLong(Exception):
    """The job's worker hung and was restarted. Nothing is known about the work."""


class Engine(Protocol):
    """Runs plain functions on plain data somewhere else."""

    async def run(
        self,
        job: Callable[..., Any],
        *given: Any,
        key: str,
        patience_s: float | None = None,
        priority: int = 0,
    ) -> Any:
        """What `job(*given)` returns or raises. Raises WorkerLost and JobTooLong.

        priority: a higher one starts before others that have not started.
        """

    def workers(self) -> list[dict[str, Any]]:
        """One {"pid", "busy"} a worker, for `status`."""


def check_engine(name: str) -> None:
    """Raises UnknownEngine with the sentence for the operator."""
    if name in ENGINES:
        return
    if name in LATER:
        raise UnknownEngine(
            f"site.toml: marking engine is {name!r}, which is not configured here. "
            "This machine marks with 'local'. Write engine = \"local\". "
            "Nothing was started."
        )
    known = ", ".join(repr(each) for each in (*ENGINES, *LATER))
    raise UnknownEngine(
        f"site.toml: marking engine is {name!r}; one of {known} was expected. "
        "Nothing was started."
    )


class LocalEngine:
    """`workers` processes on this machine. Use as `async with LocalEngine(2)`."""

    def __init__(self, workers: int, scratch: Path | None = None) -> None:
        self._count = workers
        self._scratch = scratch
        self._lock = RWLock()  # writers go first
        self._dead_since: dict[Any, float] = {}
        self._cluster: Any = None
        self._client: Any = None

    async def __aenter__(self) -> LocalEngine:
        # Here, not at the top: `status` and `release` need none of this second.
        import dask
        from distributed import Client, LocalCluster, Security

        _quiet()
        dask.config.set(
            {
                # Dask blames every job of a dead worker; we find out which it was.
                "distributed.scheduler.allowed-failures": 0,
                # Dask opens these plain HTTP ports whatever we say; they answer 404.
                "distributed.scheduler.http.routes": [],
                "distributed.worker.http.routes": [],
                # A worker's own memory is small: the learner's is capped elsewhere.
                "distributed.worker.memory.target": False,
                "distributed.worker.memory.spill": False,
                "distributed.worker.memory.pause": False,
                "distributed.worker.memory.terminate": False,
                # Else a worker that is slow to come back is given up for good; `tend`
                # decides that here.
                "distributed.deploy.lost-worker-timeout": "1 hour",
                "distributed.comm.timeouts.connect": "30s",
                "distributed.admin.tick.limit": "10s",
                # It would look at a worker's thread a hundred times a second.
                "distributed.worker.profile.enabled": False,
            }
        )
        self._cluster = await LocalCluster(
            n_workers=self._count,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            protocol="tls://",
            security=Security.temporary(),
            # Not None, which means port 8787, whoever has it.
            dashboard_address="127.0.0.1:0",
            scheduler_kwargs={"dashboard": False},
            worker_dashboard_address=None,
            death_timeout=300,
            local_directory=str(self._scratch) if self._scratch else None,
            silence_logs=logging.CRITICAL,
            asynchronous=True,
        )
        self._client = await Client(
            self._cluster, asynchronous=True, set_as_default=False
        )
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        mine = [child for child in Process().children() if _is_worker(child)]
        with suppress(TimeoutError):
            if self._client is not None:
                await self._client.close(timeout=5)
            if self._cluster is not None:
                await self._cluster.close(timeout=10)
        for left in mine:  # a nanny that was just starting one may have missed it
            with suppress(NoSuchProcess):
                left.kill()

    async def warm(
        self, modules: tuple[str, ...] = WARM_MODULES, *, forkserver: bool = False
    ) -> None:
        """Import now what every job needs, so that the first learner does not wait.

        forkserver: start each worker's warm processes too; until they are ready,
        submissions are marked in cold ones.
        Workers that are started later, for ones that died, do it before they work.
        """
        from distributed import WorkerPlugin

        class Warm(WorkerPlugin):
            def setup(self, worker: object) -> None:
                for name in modules:
                    importlib.import_module(name)
                if forkserver:
                    importlib.import_module("autograder.sandbox.warm").warm_up()

        await self._client.register_plugin(Warm(), name="warm")

    async def run(
        self,
        job: Callable[..., Any],
        *given: Any,
        key: str,
        patience_s: float | None = None,
        priority: int = 0,
    ) -> Any:
        for turn in range(TRIES):
            async with self._lock.writer if turn else self._lock.reader:
                try:
                    return await self._once(job, given, key, patience_s, priority)
                except _WorkerDied:
                    continue
        raise WorkerLost(f"{key}: {TRIES} workers died")

    async def _once(
        self,
        job: Callable[..., Any],
        given: tuple[Any, ...],
        key: str,
        patience_s: float | None,
        priority: int,
    ) -> Any:
        from distributed import CancelledError, KilledWorker

        # Not pure: the same submission marked again is work to do again.
        future = self._client.submit(job, *given, pure=False, priority=priority)
        try:
            return await asyncio.wait_for(future.result(), patience_s)
        except (KilledWorker, CancelledError) as lost:
            raise _WorkerDied from lost
        except TimeoutError as late:
            await self._restart_the_worker_of(future)
            raise JobTooLong(f"{key}: nothing for {patience_s:g} s") from late
        finally:
            future.release()

    async def _restart_the_worker_of(self, future: Any) -> None:
        """Dask cannot stop a running function; the nanny can stop its process."""
        busy = await self._client.processing()
        mine = [address for address, keys in busy.items() if future.key in keys]
        await future.cancel()
        if mine:
            await self._client.restart_workers(mine, timeout=60, raise_for_error=False)

    async def tend(self) -> int:
        """Replace workers that did not come back; how many. Call it now and then.

        Dask's nanny gives up on a worker that dies while it starts.
        """
        nannies = self._cluster.workers
        dead = {name for name, nanny in nannies.items() if not nanny.is_alive()}
        now = asyncio.get_running_loop().time()
        since = {name: self._dead_since.get(name, now) for name in dead}
        lost = [name for name, at in since.items() if now - at > GIVEN_UP_AFTER_S]
        self._dead_since = {name: since[name] for name in dead if name not in lost}
        for name in lost:
            nanny = nannies.pop(name)
            with suppress(Exception):  # it is broken; that is why
                await asyncio.wait_for(nanny.close(timeout=2), 5)
        if lost:
            self._cluster.scale(self._count)
        return len(lost)

    def workers(self) -> list[dict[str, Any]]:
        """What the scheduler, which is in this process, knows. Asks no worker: one
        that is dying answers with an error."""
        known = self._cluster.scheduler.workers.values()
        return [{"pid": each.pid, "busy": bool(each.processing)} for each in known]


def _is_worker(process: Process) -> bool:
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except (NoSuchProcess, ZombieProcess):
        return False


def _quiet() -> None:
    """Dask tells of lost connections, and quotes what a failed job raised, which may
    quote a learner. Our own log says what matters, with ids."""
    for name in ("", ".worker", ".nanny", ".scheduler", ".core", ".comm", ".client"):
        logging.getLogger(f"distributed{name}").setLevel(logging.CRITICAL)
