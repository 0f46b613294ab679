"""Mark a lab again after its author corrected a test: `python -m autograder regrade`
(`remark` is its older name).

The one rule: no mark changes before somebody read the list and said yes. Then the
corrected version is released, and the service writes the marks: it is the one writer
of gradebooks (docs/decisions/0007). Killed at any moment, run it again: it goes on.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import sys
import time
from contextlib import ExitStack, closing
from typing import Any

from rich.console import Console

from autograder.commands import regrade_report as shown
from autograder.commands.progress_bar import ProgressBar
from autograder.commands.refusal import never_started, refuse
from autograder.database.upgrade import NewerDatabase
from autograder.exchange.client import RecordAway, RecordRefused
from autograder.exchange.outbox import Outbox
from autograder.grading.grade import Grade, grade
from autograder.regrade.propose import RegradeProposal, commit, propose
from autograder.regrade.store import RegradeStore
from autograder.release.release import CannotRelease, known_lab
from autograder.runtime.draws import BadDrawKeys
from autograder.runtime.heartbeat import read_heartbeat
from autograder.runtime.language import say
from autograder.runtime.lifetime import only_one
from autograder.runtime.settings import NotConnected, Settings, load_connected

NOT_DECIDED = 3  # exit code: the list was shown, and nobody said yes
PATIENCE_S = 120.0  # for the service to write one more mark
_NOTHING_FR = "Aucune note n’a changé."
_NOTHING_EN = "No mark was changed."


def main(args: argparse.Namespace) -> int:
    """The command. args: lab, cohort, yes, json. Returns the exit code."""
    os.nice(5)  # whoever hands in now is marked first
    return run(args, grade)


def run(args: argparse.Namespace, grade: Grade) -> int:
    try:
        known_lab(args.lab)
        settings = load_connected()
        settings.home.mkdir(parents=True, exist_ok=True)
        return _alone(settings, args, grade)
    except (BadDrawKeys, CannotRelease, NewerDatabase, RecordRefused) as no:
        return refuse(args, f"{no.fr} {_NOTHING_FR}", f"{no.en} {_NOTHING_EN}")
    except NotConnected as no:
        return never_started(args, no, _NOTHING_FR)
    except RecordAway as away:
        return refuse(
            args,
            f"Le registre ne répond pas ({away}) : le Hub n’est sans doute pas "
            "démarré. Démarrez-le avec « make serve », puis recommencez : ce qui est "
            "fait n’est pas refait.",
            f"The record does not answer ({away}): the Hub is probably not running. "
            "Start it with `make serve`, then try again: what is done is not done "
            "twice.",
        )


def _alone(settings: Settings, args: argparse.Namespace, grade: Grade) -> int:
    with ExitStack() as stack:
        lock = only_one(settings.home / "remark.lock")
        if lock is None:
            return refuse(
                args,
                f"Une autre reprise des notes tourne ici. Attendez-la. {_NOTHING_FR}",
                f"Another re-marking is running here. Wait for it. {_NOTHING_EN}",
            )
        stack.enter_context(lock)
        store = stack.enter_context(
            closing(RegradeStore(settings.home / "remarks.sqlite"))
        )
        if left := _let_the_service_write(settings, store, args.lab):
            return refuse(
                args,
                f"{left} note(s) reprises plus tôt pour {args.lab} ne sont pas encore "
                "écrites ; le service s’en charge dès que le Hub tourne (make serve). "
                "Recommencez ensuite. Rien d’autre n’a été fait.",
                f"{left} mark(s) corrected earlier for {args.lab} are not written yet; "
                "the service does it as soon as the Hub runs (make serve). Try again "
                "then. Nothing else was done.",
            )
        outbox = stack.enter_context(closing(Outbox(settings.home / "outbox.sqlite")))
        # On stderr, so that stdout is the list alone.
        with ProgressBar(Console(stderr=True, quiet=args.json)) as progress:
            proposal = asyncio.run(
                propose(
                    settings,
                    args.lab,
                    args.cohort,
                    store,
                    outbox,
                    grade,
                    progress.show,
                )
            )
        return _decide(settings, args, store, proposal)


def _decide(
    settings: Settings,
    args: argparse.Namespace,
    store: RegradeStore,
    proposal: RegradeProposal,
) -> int:
    if not args.json:
        shown.show(proposal)
    if not proposal.to_write and not proposal.to_release:
        _tell(args, proposal, "nothing", say("Rien à faire.", "Nothing to do."))
        return 0
    if not (args.yes or _says_yes(args, proposal)):
        _tell(
            args,
            proposal,
            "proposed",
            say(
                f"{_NOTHING_FR} Pour écrire cette liste : la même commande avec --yes.",
                f"{_NOTHING_EN} To write this list: the same command with --yes.",
            )
            if proposal.to_write
            else say(
                "Pour publier le test corrigé : la même commande avec --yes.",
                "To release the corrected test: the same command with --yes.",
            ),
        )
        return NOT_DECIDED
    missed = asyncio.run(commit(settings, proposal, store))
    left = _let_the_service_write(settings, store, args.lab)
    _tell(args, proposal, "committed", _done(proposal, left, missed), left, missed)
    return 0


def _says_yes(args: argparse.Namespace, proposal: RegradeProposal) -> bool:
    if args.json or not (sys.stdin.isatty() and sys.stdout.isatty()):
        return False
    cohorts = ", ".join(str(each["cohort"]) for each in proposal.to_release) or "–"
    question = say(
        f"Écrire {len(proposal.to_write)} note(s) et publier la version corrigée pour "
        f"{cohorts} ? [oui/non] ",
        f"Write {len(proposal.to_write)} mark(s) and release the corrected version to "
        f"{cohorts}? [yes/no] ",
    )
    try:
        return input(question).strip().lower() in ("y", "yes", "o", "oui")
    except EOFError:
        return False


def _done(proposal: RegradeProposal, left: int, missed: int) -> str:
    n = len(proposal.to_write)
    said = say(
        f"{n - left} note(s) écrites dans le carnet de notes et en route vers le "
        "registre ; l’historique garde les anciennes.",
        f"{n - left} mark(s) written to the gradebook and on their way to the record; "
        "the history keeps the old ones.",
    )
    if left:
        said += " " + say(
            f"{left} attendent le service, qui les écrit dès que le Hub tourne.",
            f"{left} wait for the service, which writes them when the Hub runs.",
        )
    if missed:
        said += " " + say(
            f"{missed} copie(s) sont arrivées entre-temps : relancez la commande.",
            f"{missed} submission(s) came in meanwhile: run the command again.",
        )
    return said


def _let_the_service_write(settings: Settings, store: RegradeStore, lab: str) -> int:
    """Wait while the service gets on with it; how many marks are left."""
    left, since = store.left(lab), time.monotonic()
    while left and read_heartbeat(settings.home / "service.json") is not None:
        if time.monotonic() - since > PATIENCE_S:
            break
        time.sleep(0.3)
        now = store.left(lab)
        if now < left:
            left, since = now, time.monotonic()
    return left


def _tell(
    args: argparse.Namespace,
    proposal: RegradeProposal,
    state: str,
    sentence: str,
    left: int = 0,
    missed: int = 0,
) -> None:
    if not args.json:
        print(sentence)
        return
    about: dict[str, Any] = {"ok": True, "state": state, "left": left, "missed": missed}
    print(json.dumps({**about, **shown.as_json(proposal)}, ensure_ascii=False))
