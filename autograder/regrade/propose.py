"""What marking a lab again would change, and committing to it.

The one rule: `propose` changes no mark; `commit` changes exactly what was proposed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from autograder.assignment.version import AssignmentVersion
from autograder.exchange.client import Item, RecordClient
from autograder.exchange.outbox import Outbox
from autograder.grading.grade import Grade
from autograder.regrade.apply import MarkChange, RegradeWriter
from autograder.regrade.run import Show, regrade_all
from autograder.regrade.store import Regraded, RegradeStore
from autograder.release.release import CannotRelease, built, parse_job_due, release
from autograder.runtime.draws import DrawKey, DrawKeys
from autograder.runtime.settings import Settings
from labs.outcome import Result, State

FRESH_FOR = timedelta(days=1)


@dataclass(frozen=True)
class RegradeProposal:
    """failed: submission -> why it could not be marked again; its mark stays.

    items: all that was handed in and marked before. waiting: how many wait for their
    first mark. releases: to whom the lab is open, in which version.
    """

    version: AssignmentVersion
    items: list[Item]
    waiting: int
    releases: list[Item]
    changes: list[MarkChange]
    failed: dict[str, str]

    @property
    def to_write(self) -> list[MarkChange]:
        return [each for each in self.changes if each.changes_the_mark or each.is_new]

    @property
    def to_release(self) -> list[Item]:
        """The cohorts that have another version."""
        mine = self.version.version
        return [each for each in self.releases if each["version"] != mine]

    @property
    def latest(self) -> set[str]:
        """Each learner's last submission that was marked."""
        newest: dict[tuple[str, str], Item] = {}
        for each in sorted(self.items, key=lambda item: str(item["received_at"])):
            newest[str(each["cohort"]), str(each["learner"])] = each
        return {str(each["id"]) for each in newest.values()}


async def propose(
    settings: Settings,
    lab: str,
    cohort: str | None,
    store: RegradeStore,
    outbox: Outbox,
    grade: Grade,
    show: Show,
) -> RegradeProposal:
    """Mark again what this version has not marked yet, and compare.

    Each has the draws it had, where their key is here; else new ones, and its change
    says so. show: tells how far it is. Raises CannotRelease, RecordAway, RecordRefused
    and BadDrawKeys.
    """
    version = await built(lab, settings)
    async with RecordClient(settings.record_url, settings.token) as record:
        found, releases = await record.handed_in(lab, cohort)
        if not releases:
            raise _open_to_nobody(lab, cohort)
        items = [each for each in found if each["result"] is not None]
        _check_exercises(version, items)
        store.forget_other_versions(lab, version.version)
        known = store.of(lab, version.version)
        keys = _keys_of(items, DrawKeys(settings.home), outbox)
        todo = [
            each
            for each in items
            if not _is_fresh(known.get(each["id"]), keys[str(each["id"])])
        ]
        before = len(items) - len(todo)
        failed = await regrade_all(
            settings, record, version, todo, keys, store, grade, show, before
        )
    writer = RegradeWriter(settings.courses, outbox)
    marked = store.of(lab, version.version)
    changes = [
        writer.change(
            # Marked in an earlier run, perhaps; the record's answer is of now.
            replace(marked[id], item=each, known=Result.from_dict(each["result"]))
        )
        for each in items
        if (id := str(each["id"])) in marked and id not in failed
    ]
    waiting = len(found) - len(items)
    return RegradeProposal(version, items, waiting, releases, changes, failed)


async def commit(
    settings: Settings, proposal: RegradeProposal, store: RegradeStore
) -> int:
    """Release the version, then hand the marks to the service.

    In this order: what comes in from now on is marked by the corrected version.
    Returns how many other submissions were marked meanwhile by the old one.
    """
    version, lab = proposal.version, proposal.version.lab
    async with RecordClient(settings.record_url, settings.token) as record:
        for each in proposal.to_release:
            await release(
                settings,
                record,
                lab=lab,
                cohort=str(each["cohort"]),
                due=parse_job_due(each["due"]),
                version=version,
            )
        found = []
        for each in proposal.releases:
            found += (await record.handed_in(lab, str(each["cohort"])))[0]
    old: dict[str, set[str]] = {
        str(each["cohort"]): {str(each["version"])} for each in proposal.releases
    }
    for item in found:
        old[str(item["cohort"])].add(str(item["version"]))
    changed = [each.regraded.submission.id for each in proposal.to_write]
    store.commit(lab, version.version, changed, old)
    seen = {each["id"] for each in proposal.items}
    return sum(
        each["result"] is not None
        and each["id"] not in seen
        and each["result"]["version"] != version.version
        for each in found
    )


def _keys_of(items: list[Item], keys: DrawKeys, outbox: Outbox) -> dict[str, DrawKey]:
    """Submission -> the key it was marked with, or the newest when that is lost."""
    newest, ids = keys.newest(), [str(each["id"]) for each in items]
    here = {each.id: each for each in keys.all()}
    return {id: here.get(outbox.drawn_with(id) or "", newest) for id in ids}


def _is_fresh(regraded: Regraded | None, key: DrawKey) -> bool:
    """Whether an earlier run marked it whole, with this key, and not long ago.

    A broken test is tried again each time; what is old may be of an older autograder.
    """
    if regraded is None or regraded.graded.drawn_with != key.id:
        return False
    result = regraded.graded.result
    if any(each.state is State.COULD_NOT_MARK for each in result.exercises):
        return False
    return datetime.now(UTC) - datetime.fromisoformat(result.marked_at) < FRESH_FOR


def _open_to_nobody(lab: str, cohort: str | None) -> CannotRelease:
    to_fr = f"la promotion {cohort!r}" if cohort else "aucune promotion"
    if cohort:
        return CannotRelease(
            f"{lab} n’est pas publié pour {to_fr}. Son identifiant est dans l’adresse "
            "de sa page (/class/…).",
            f"{lab} is not released to the cohort {cohort!r}. Its id is in the address "
            "of its page (/class/…).",
        )
    return CannotRelease(
        f"{lab} n’est publié pour {to_fr} : il n’y a rien à noter.",
        f"{lab} is released to no cohort: there is nothing to mark.",
    )


def _check_exercises(version: AssignmentVersion, items: list[Item]) -> None:
    mine = {each.id for each in version.exercises}
    for item in items:
        theirs = {str(each["id"]) for each in item["result"]["exercises"]}
        if other := sorted(mine ^ theirs):
            raise CannotRelease(
                f"{version.lab} n’a plus les mêmes exercices que ce qui a été rendu : "
                f"{', '.join(other)}. Publiez-le pour une autre promotion.",
                f"{version.lab} no longer has the exercises that were handed in: "
                f"{', '.join(other)}. Release it to another cohort.",
            )
