"""The autograder service: `python -m autograder serve`, started by the hub.

It asks the record what is pending, has it marked, keeps the gradebooks and delivers
the marks. The one rule: the record's list of pending work is the only queue. This
process may be killed at any moment; the next one starts from that list.
"""

from __future__ import annotations

import argparse
import asyncio
import faulthandler
import os
import signal
import sys
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, suppress
from datetime import UTC, datetime
from typing import Any

from autograder.database.upgrade import NewerDatabase
from autograder.exchange.client import Item, RecordClient
from autograder.exchange.delivery import Delivery
from autograder.exchange.outbox import Outbox
from autograder.exchange.pending import PendingSubmission
from autograder.grading.engine import (
    LocalEngine,
    UnknownEngine,
    WorkerLost,
    check_engine,
)
from autograder.grading.grade import Grade, grade
from autograder.regrade.apply import RegradeWriter
from autograder.regrade.store import RegradeStore
from autograder.regrade.worker import RegradeWorker
from autograder.release.release import (
    NOTHING_EN,
    NOTHING_FR,
    CannotRelease,
    parse_job_due,
    release,
)
from autograder.runtime.draws import BadDrawKeys, DrawKeys
from autograder.runtime.heartbeat import Heartbeat
from autograder.runtime.language import say
from autograder.runtime.lifetime import leave_with_parent, only_one
from autograder.runtime.log import Log, where
from autograder.runtime.settings import NotConnected, Settings, load_connected
from autograder.sandbox.report import walls_in_use
from autograder.service.grade_one import SubmissionGrader
from autograder.service.intake import Intake
from autograder.service.marks import MarkWriter
from autograder.service.priority import PrioritySemaphore

LOOK_AT_GRADEBOOKS_S = 2.0
LOOK_AT_WALLS_S = 15.0


class Service:
    """All loops of the service, in one asyncio event loop."""

    def __init__(self, settings: Settings, grade: Grade, log: Log) -> None:
        self._settings = settings
        self._grade = grade
        self._log = log
        self._heartbeat = Heartbeat(
            os.getpid(), settings.engine, datetime.now(UTC).isoformat("T", "seconds")
        )
        self._marking: set[str] = set()

    async def run(self, stop: asyncio.Event) -> None:
        """Until `stop` is set. Leaves no process behind."""
        settings = self._settings
        async with AsyncExitStack() as stack:
            self._outbox = Outbox(settings.home / "outbox.sqlite")
            stack.callback(self._outbox.close)
            self._gradebook_thread = thread = ThreadPoolExecutor(1, "gradebook")
            # Finishes what it is writing; what waits behind it is still pending.
            stack.callback(thread.shutdown, wait=True, cancel_futures=True)
            self._regrades = RegradeStore(settings.home / "remarks.sqlite")
            stack.callback(self._regrades.close)
            self._record = await stack.enter_async_context(
                RecordClient(settings.record_url, settings.token)
            )
            engine = await stack.enter_async_context(
                LocalEngine(settings.workers, settings.home / "scratch")
            )
            self._log.line("ready", engine=settings.engine, workers=settings.workers)
            writer = MarkWriter(settings.courses, self._outbox)
            self._delivery = Delivery(self._outbox, self._record, self._log)
            self._grader = SubmissionGrader(
                settings, self._record, engine, writer, thread, self._log, self._grade
            )
            self._intake = Intake(
                self._record,
                self._outbox,
                self._delivery,
                self._heartbeat,
                self._log,
                mark=self._mark,
                release=self._release,
            )
            regrade_worker = RegradeWorker(
                self._regrades,
                RegradeWriter(settings.courses, self._outbox),
                self._record,
                thread,
                self._log,
                is_busy=self._intake.is_busy,
                wake=self._delivery.wake,
            )
            self._slots = PrioritySemaphore(settings.workers)
            self._releasing = asyncio.Lock()
            loops = [
                self._intake.run(),
                self._delivery.run(),
                regrade_worker.run(),
                self._watch_gradebooks(writer),
                self._write_heartbeat(engine),
                self._warm(engine),
            ]
            await self._until(stop, loops)
        self._log.line("stopped")

    async def _until(
        self, stop: asyncio.Event, loops: list[Coroutine[Any, Any, None]]
    ) -> None:
        """Raises an ExceptionGroup when a loop dies; the hub then starts us again."""
        try:
            async with asyncio.TaskGroup() as group:
                running = [group.create_task(each) for each in loops]
                await stop.wait()
                for each in running:
                    each.cancel()
        finally:
            marking = self._intake.tasks()
            for each in marking:
                each.cancel()
            await asyncio.gather(*marking, return_exceptions=True)

    async def _mark(self, submission: PendingSubmission) -> None:
        is_check = submission.kind == "check"
        async with self._slots.slot(submission.learner, is_check=is_check):
            self._marking.add(submission.id)
            try:
                corrected = self._regrades.by_the_corrected(submission)
                went_well = await self._grader.mark(corrected)
            finally:
                self._marking.discard(submission.id)
        self._heartbeat.marked += 1
        self._heartbeat.failed += not went_well
        self._delivery.wake()

    async def _release(self, item: Item) -> None:
        lab, cohort, job = str(item["lab"]), str(item["cohort"]), str(item["id"])
        try:
            async with self._releasing:
                await release(
                    self._settings,
                    self._record,
                    lab=lab,
                    cohort=cohort,
                    due=parse_job_due(item.get("due")),
                    job=job,
                    gradebook_thread=self._gradebook_thread,
                )
        except CannotRelease as no:
            self._log.trouble("cannot-release", lab=lab, cohort=cohort, why=no.en)
            await self._record.job_failed(
                job, f"{no.fr} {NOTHING_FR}", f"{no.en} {NOTHING_EN}"
            )
            return
        self._log.line("released", lab=lab, cohort=cohort)

    async def _watch_gradebooks(self, writer: MarkWriter) -> None:
        """Marks typed in formgrader go to the record within a few seconds."""
        loop = asyncio.get_running_loop()
        while True:
            try:
                sent = await loop.run_in_executor(
                    self._gradebook_thread, writer.send_manual_marks
                )
            except Exception as error:
                # One damaged gradebook must not stop marking.
                kind, places = type(error).__name__, where(error)
                self._log.trouble("gradebook-unreadable", why=kind, where=places)
                sent = []
            for submission, rev in sent:
                self._log.line("marked-by-hand", submission=submission, rev=rev)
            if sent:
                self._delivery.wake()
            await asyncio.sleep(LOOK_AT_GRADEBOOKS_S)

    async def _write_heartbeat(self, engine: LocalEngine) -> None:
        file = self._settings.home / "service.json"
        while True:
            if replaced := await engine.tend():
                self._log.trouble("workers-replaced", count=replaced)
            self._heartbeat.workers = engine.workers()
            self._heartbeat.marking = sorted(self._marking)
            self._heartbeat.queued = self._intake.taken() - len(self._marking)
            self._heartbeat.pending = self._intake.pending()
            self._heartbeat.troubles = list(self._log.troubles)
            self._heartbeat.beat_at = datetime.now(UTC).isoformat("T", "seconds")
            with suppress(OSError):  # a full disk: `status` is a courtesy
                self._heartbeat.write(file)
            await asyncio.sleep(2)

    async def _warm(self, engine: LocalEngine) -> None:
        for _ in range(10):  # a worker may die, and Dask say so, in the middle of it
            try:
                await engine.warm(forkserver=self._settings.forkserver)
            except Exception as error:
                kind, places = type(error).__name__, where(error)
                self._log.trouble("not-warm", why=kind, where=places)
                await asyncio.sleep(2)
            else:
                break
        walls = ""
        while True:  # warm processes are ready some seconds after the first mark may be
            with suppress(WorkerLost):
                walls = await engine.run(walls_in_use, key="walls")
            if walls != self._heartbeat.walls:
                self._heartbeat.walls = walls
                self._log.line("walls", walls=walls)
            await asyncio.sleep(LOOK_AT_WALLS_S)


def main(args: argparse.Namespace) -> int:
    """The command. Returns the exit code."""
    try:
        settings = load_connected()
        check_engine(settings.engine)
    except (NotConnected, UnknownEngine) as no:
        print(no, file=sys.stderr)
        return 2
    return serve(settings, grade)


def serve(settings: Settings, grade: Grade, log: Log | None = None) -> int:
    """Serve until SIGTERM, SIGINT, or the hub that started us is gone."""
    os.umask(0o077)
    faulthandler.register(signal.SIGUSR1)  # `kill -USR1`: where is it waiting?
    settings.home.mkdir(parents=True, exist_ok=True)
    lock = only_one(settings.home / "service.lock")
    if lock is None:
        print(
            say(
                "Un service de notation tourne déjà ici. Celui-ci n’a rien fait.",
                "An autograder service is running here already. This one did nothing.",
            ),
            file=sys.stderr,
        )
        return 1
    with lock:
        try:
            DrawKeys(settings.home).newest()  # made at the first start
            asyncio.run(_serve(settings, grade, log or Log()))
        except NewerDatabase as no:
            print(say(no.fr, no.en), file=sys.stderr)
            return 2
        except BadDrawKeys as no:
            nothing = say("Rien n’a été démarré.", "Nothing was started.")
            print(f"{say(no.fr, no.en)} {nothing}", file=sys.stderr)
            return 2
    return 0


async def _serve(settings: Settings, grade: Grade, log: Log) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, stop.set)
    watching = asyncio.create_task(leave_with_parent(stop))
    try:
        await Service(settings, grade, log).run(stop)
    finally:
        watching.cancel()
