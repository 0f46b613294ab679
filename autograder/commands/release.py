"""The command `python -m autograder release LAB --cohort C [--due …]`."""

from __future__ import annotations

import argparse
import asyncio
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime, time, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from autograder.commands.refusal import never_started, refuse
from autograder.exchange.client import RecordAway, RecordClient
from autograder.release.release import (
    NOTHING_EN,
    NOTHING_FR,
    CannotRelease,
    Released,
    known_lab,
    release,
)
from autograder.runtime.language import say
from autograder.runtime.settings import NotConnected, Settings, load_connected


def main(args: argparse.Namespace) -> int:
    """The command. args: lab, cohort, due, json. Returns the exit code."""
    try:
        settings = load_connected()
        done = asyncio.run(_command(settings, args))
    except CannotRelease as no:
        return refuse(args, f"{no.fr} {NOTHING_FR}", f"{no.en} {NOTHING_EN}")
    except NotConnected as no:
        return never_started(args, no, NOTHING_FR)
    except RecordAway as away:
        return refuse(
            args,
            f"Le registre ne répond pas ({away}) : le Hub n’est sans doute pas "
            "démarré. "
            "Démarrez-le avec « make serve », puis recommencez. "
            "Recommencer ne publie rien deux fois.",
            f"The record does not answer ({away}): the Hub is probably not running. "
            "Start it with `make serve`, then try again. "
            "Trying again releases nothing twice.",
        )
    if args.json:
        print(json.dumps({"ok": True, **asdict(done)}, ensure_ascii=False))
    else:
        print(_success(done, _zone(settings)))
    return 0


async def _command(settings: Settings, args: argparse.Namespace) -> Released:
    due = parse_due(args.due, datetime.now(UTC), _zone(settings))
    known_lab(args.lab)
    if not args.json:
        print(say(f"Je prépare {args.lab}…", f"Preparing {args.lab}…"), file=sys.stderr)
    async with RecordClient(settings.record_url, settings.token) as record:
        return await release(
            settings, record, lab=args.lab, cohort=args.cohort, due=due
        )


def _zone(settings: Settings) -> tzinfo | None:
    """The site's time zone; None, this machine's own, when it says none we know."""
    try:
        return ZoneInfo(settings.timezone) if settings.timezone else None
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _success(done: Released, zone: tzinfo | None) -> str:
    fr = f"{done.lab} est publié pour {done.cohort} ({done.learners} apprenants)"
    en = f"{done.lab} is released to {done.cohort} ({done.learners} learners)"
    if done.due is None:
        return say(f"{fr}, sans échéance.", f"{en}, without a deadline.")
    shown = datetime.fromisoformat(done.due).astimezone(zone)
    clock = shown.strftime("%Y-%m-%d %H:%M %Z")
    return say(f"{fr}, à rendre avant le {clock}.", f"{en}, due {clock}.")


def parse_due(
    text: str | None, now: datetime, zone: tzinfo | None = None
) -> datetime | None:
    """The deadline someone wrote; without an offset it is in the site's `zone`.

    A date alone means the end of that day. Raises CannotRelease.
    """
    if not text or text == "none":
        return None
    try:
        due = datetime.fromisoformat(text)
        if len(text) <= len("2026-12-04"):
            due = datetime.combine(due.date(), time(23, 59))
        if due.tzinfo is None and zone is not None:
            due = due.replace(tzinfo=zone)
        due = due.astimezone(zone)
    except (ValueError, OverflowError, OSError):
        raise CannotRelease(
            f"L’échéance {text!r} n’est pas une date. "
            "Écrivez par exemple 2026-12-04T18:00.",
            f"The deadline {text!r} is not a date. Write for example 2026-12-04T18:00.",
        ) from None
    if due <= now:
        shown = due.strftime("%Y-%m-%d %H:%M %Z")
        raise CannotRelease(
            f"L’échéance {shown} est déjà passée. Donnez une date à venir.",
            f"The deadline {shown} has passed. Give a date to come.",
        )
    return due
