"""What is waiting, what is being marked, since when: `python -m autograder status`.

With `--watch` a progress bar instead (watch.py).

Works when the hub is down: the service's own file and the outbox are on this
machine; only the record's list needs the record.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import time
from collections import Counter
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from autograder.commands.watch import not_running, watch
from autograder.database.look import waiting_marks
from autograder.exchange.client import RecordAway, RecordClient, RecordRefused
from autograder.runtime.heartbeat import Heartbeat, read_heartbeat
from autograder.runtime.language import say
from autograder.runtime.settings import Settings, load


@dataclass
class Status:
    """serving: the service runs. pending: of each cohort, by the record's own list."""

    serving: bool
    record: str
    pending: dict[str, int] = field(default_factory=dict)
    releases_pending: int = 0
    marking: list[str] = field(default_factory=list)
    queued: int = 0
    marked_since_start: int = 0
    started_at: str | None = None
    engine: str = "local"
    workers: list[dict[str, Any]] = field(default_factory=list)
    outbox_waiting: int = 0
    outbox_oldest_s: int | None = None
    troubles: list[dict[str, Any]] = field(default_factory=list)


def main(args: argparse.Namespace) -> int:
    """The command. args: json, watch. Exit code 0 when service and record answer."""
    settings = load()
    if args.watch:
        return watch(settings.home)
    status = asyncio.run(status_of(settings))
    if args.json:
        print(json.dumps({"ok": _is_well(status), **asdict(status)}))
    else:
        print("\n".join(sentences(status)))
    return 0 if _is_well(status) else 1


async def status_of(settings: Settings) -> Status:
    status = Status(serving=False, record="down", engine=settings.engine)
    heartbeat = read_heartbeat(settings.home / "service.json")
    if heartbeat is not None:
        _take_heartbeat(status, heartbeat)
    _look_into_outbox(status, settings.home / "outbox.sqlite")
    await _ask_the_record(status, settings)
    return status


def sentences(status: Status) -> list[str]:
    """What a person reads, most urgent first."""
    lines = [_service_line(status), _record_line(status)]
    if status.record == "up":
        lines += [
            say(f"  {cohort} : {count} à noter", f"  {cohort}: {count} to mark")
            for cohort, count in sorted(status.pending.items())
        ] or [say("  Rien n’attend.", "  Nothing is waiting.")]
    if status.releases_pending:
        count = status.releases_pending
        lines.append(
            say(f"  {count} publication(s) à faire", f"  {count} release(s) to do")
        )
    if status.outbox_waiting:
        count, age = status.outbox_waiting, status.outbox_oldest_s
        lines.append(
            say(
                f"{count} note(s) faites, en route vers le registre depuis {age} s.",
                f"{count} mark(s) made, on their way to the record for {age} s.",
            )
        )
    for each in status.troubles[-5:]:
        known = {k: v for k, v in each.items() if k not in ("at", "event", "where")}
        what = " ".join(f"{k}={v}" for k, v in known.items())
        lines.append(f"! {each.get('at', '')[:19]} {each.get('event', '')} {what}")
    return lines


def _service_line(status: Status) -> str:
    if not status.serving:
        return not_running()
    busy = sum(1 for each in status.workers if each.get("busy"))
    total, now, queue = len(status.workers), len(status.marking), status.queued
    since, done = (status.started_at or "")[:16], status.marked_since_start
    return say(
        f"Le service tourne depuis {since} : {now} copie(s) en cours, {queue} en file, "
        f"{done} notée(s) ; {busy} ouvrier(s) occupé(s) sur {total} ({status.engine}).",
        f"The service runs since {since}: {now} being marked, {queue} in line, "
        f"{done} marked; {busy} of {total} workers busy ({status.engine}).",
    )


def _record_line(status: Status) -> str:
    if status.record == "up":
        return say("Le registre répond.", "The record answers.")
    if status.record == "refused":
        return say(
            "Le registre refuse notre jeton. Redémarrez le Hub, qui en écrit un autre.",
            "The record refuses our token. Restart the Hub, which writes a new one.",
        )
    if status.record == "never":
        return say(
            "Le Hub n’a jamais été démarré ici (make serve).",
            "The Hub was never started here (make serve).",
        )
    return say(
        "Le registre ne répond pas : le Hub est sans doute arrêté (make serve).",
        "The record does not answer: the Hub is probably down (make serve).",
    )


def _is_well(status: Status) -> bool:
    return status.serving and status.record == "up"


def _take_heartbeat(status: Status, heartbeat: Heartbeat) -> None:
    status.serving = True
    status.started_at = heartbeat.started_at
    status.marking = heartbeat.marking
    status.queued = heartbeat.queued
    status.marked_since_start = heartbeat.marked
    status.workers = heartbeat.workers
    status.troubles = heartbeat.troubles


def _look_into_outbox(status: Status, file: Path) -> None:
    status.outbox_waiting, oldest = waiting_marks(file)
    if oldest is not None:
        status.outbox_oldest_s = max(0, round(time.time() - oldest))


async def _ask_the_record(status: Status, settings: Settings) -> None:
    if not settings.record_url or not settings.token:
        status.record = "never"
        return
    try:
        async with RecordClient(settings.record_url, settings.token) as record:
            work, _ = await record.work(0)
    except RecordRefused:
        status.record = "refused"
        return
    except RecordAway:
        return
    status.record = "up"
    marks = [each for each in work if each.get("type") == "mark"]
    status.pending = dict(Counter(str(each["cohort"]) for each in marks))
    status.releases_pending = len(work) - len(marks)
