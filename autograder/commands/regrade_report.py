"""The list of changed marks, for a person and as JSON."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from rich.console import Console
from rich.table import Table

from autograder.regrade.propose import RegradeProposal
from autograder.runtime.draws import FILE
from autograder.runtime.language import in_english, say
from labs.outcome import Outcome, State

_WORDS = {
    State.PASSED: ("réussi", "passed"),
    State.PARTIAL: ("en partie", "in part"),
    State.FAILED: ("pas encore", "not yet"),
    State.UNTOUCHED: ("pas commencé", "not started"),
    State.WAITING: ("attend une personne", "waits for a person"),
    State.COULD_NOT_MARK: ("pas corrigé", "not marked"),
}


@dataclass(frozen=True)
class Row:
    """One exercise of one submission. is_latest: else an earlier submission.
    is_redrawn: the tests drew other questions than when it was first marked."""

    learner: str
    cohort: str
    submission: str
    received_at: str
    is_latest: bool
    exercise: str
    before: Outcome | None
    after: Outcome
    is_redrawn: bool = False

    @property
    def is_mark(self) -> bool:
        """Whether points or state change, not only the words."""
        before, after = self.before, self.after
        if before is None:
            return True
        return (before.points, before.possible, before.state) != (
            after.points,
            after.possible,
            after.state,
        )

    @property
    def why(self) -> str:
        said = self.after.en if in_english() else self.after.fr
        drawn = say("(autres tirages) ", "(other draws) ") if self.is_redrawn else ""
        return drawn + (said or self._accepted())

    def _accepted(self) -> str:
        return say("le test corrigé l’accepte", "the corrected test accepts it")


def rows(proposal: RegradeProposal) -> list[Row]:
    """Every exercise that changes, by cohort, learner and moment."""
    found, latest = [], proposal.latest
    for each in proposal.changes:
        work = each.regraded.submission
        before = {outcome.id: outcome for outcome in each.before.exercises}
        for after in each.after.exercises:
            if before.get(after.id) == after:
                continue
            found.append(
                Row(
                    work.learner,
                    work.cohort,
                    work.id,
                    work.received_at.isoformat(timespec="minutes"),
                    work.id in latest,
                    after.id,
                    before.get(after.id),
                    after,
                    each.is_redrawn,
                )
            )
    return sorted(found, key=lambda row: (row.cohort, row.learner, row.received_at))


def counts(proposal: RegradeProposal) -> dict[str, int]:
    """Submissions whose points go up, down, stay; and what is not decided here."""
    found: Counter[str] = Counter()
    marks = {row.submission for row in rows(proposal) if row.is_mark}
    for each in proposal.changes:
        gain = each.after.points - each.before.points
        found["up" if gain > 0 else "down" if gain < 0 else "same"] += 1
        id = each.regraded.submission.id
        found["new_reason"] += each.changes_the_mark and id not in marks
        found["redrawn"] += each.is_redrawn
        found["kept_by_hand"] += each.is_new and not each.changes_the_mark
    names = ("up", "down", "same", "new_reason", "kept_by_hand", "redrawn")
    return {
        **{name: found[name] for name in names},
        "could_not_mark": len(proposal.failed),
        "waiting": proposal.waiting,
    }


def broken(proposal: RegradeProposal) -> dict[str, tuple[int, str]]:
    """Exercise -> how many submissions its test could not mark, and the first why."""
    found: dict[str, tuple[int, str]] = {}
    for each in proposal.changes:
        for exercise, why in each.regraded.broken.items():
            count, first = found.get(exercise, (0, why))
            found[exercise] = (count + 1, first)
    return found


def as_json(proposal: RegradeProposal) -> dict[str, Any]:
    return {
        "lab": proposal.version.lab,
        "version": proposal.version.version,
        "counts": counts(proposal),
        "changes": [
            {
                "cohort": row.cohort,
                "learner": row.learner,
                "submission": row.submission,
                "received_at": row.received_at,
                "latest": row.is_latest,
                "exercise": row.exercise,
                "before": row.before.to_dict() if row.before else None,
                "after": row.after.to_dict(),
                "redrawn": row.is_redrawn,
            }
            for row in rows(proposal)
        ],
        "could_not_mark": [
            {"exercise": exercise, "submissions": count, "why": why}
            for exercise, (count, why) in broken(proposal).items()
        ],
        "failed": proposal.failed,
        "to_release": [each["cohort"] for each in proposal.to_release],
    }


def show(proposal: RegradeProposal) -> None:
    """On stdout: a table on a terminal, one line a change elsewhere."""
    console = Console()
    changes = [row for row in rows(proposal) if row.is_mark]
    if console.is_terminal:
        _table(console, changes)
    else:
        for row in changes:
            print(" | ".join(_cells(row)))
    for line in sentences(proposal):
        print(line)


def sentences(proposal: RegradeProposal) -> Iterator[str]:
    n, lab = counts(proposal), proposal.version.lab
    total = len(proposal.items)
    if not total:
        yield say(
            f"Personne n’a encore de note pour {lab}.",
            f"Nobody has a mark for {lab} yet.",
        )
    elif not (n["up"] or n["down"] or any(row.is_mark for row in rows(proposal))):
        yield say(
            f"Aucune note ne change : {total} copie(s) de {lab} notées à nouveau, "
            "mêmes points.",
            f"No mark changes: {total} submission(s) of {lab} marked again, same "
            "points.",
        )
    else:
        yield say(
            f"{total} copie(s) de {lab} : {n['up']} montent, {n['down']} descendent, "
            f"{n['same']} gardent leurs points.",
            f"{total} submission(s) of {lab}: {n['up']} up, {n['down']} down, "
            f"{n['same']} keep their points.",
        )
    if n["new_reason"]:
        yield say(
            f"{n['new_reason']} copie(s) gardent leur note, avec une autre raison.",
            f"{n['new_reason']} submission(s) keep their mark, with another reason.",
        )
    if n["kept_by_hand"]:
        yield say(
            f"{n['kept_by_hand']} note(s) mises par une personne restent.",
            f"{n['kept_by_hand']} mark(s) given by a person stay.",
        )
    if n["redrawn"]:
        yield say(
            f"! {n['redrawn']} copie(s) ont d’autres tirages qu’à leur première note : "
            f"{FILE} n’en a pas la clé (perdue, ou notées avant les clés), et la "
            "chance a pu changer une note. Remettez ce fichier depuis une sauvegarde "
            "et recommencez, ou relisez ces lignes avant de dire oui.",
            f"! {n['redrawn']} submission(s) have other draws than at their first "
            f"mark: {FILE} lacks their key (lost, or marked before there were keys), "
            "and luck may have changed a mark. Put that file back from a backup and "
            "try again, or read those lines before you say yes.",
        )
    for exercise, (count, why) in broken(proposal).items():
        yield say(
            f"! {exercise} : le test n’a pas pu noter {count} copie(s), dont la note "
            f"reste : {_plain(why)}",
            f"! {exercise}: the test could not mark {count} submission(s), whose mark "
            f"stays: {_plain(why)}",
        )
    for submission, why in proposal.failed.items():
        yield say(
            f"! La copie {submission} n’a pas pu être notée, sa note reste : {why}",
            f"! Submission {submission} could not be marked, its mark stays: {why}",
        )
    if n["waiting"]:
        yield say(
            f"{n['waiting']} copie(s) attendent leur première note.",
            f"{n['waiting']} submission(s) wait for their first mark.",
        )


def _table(console: Console, changes: list[Row]) -> None:
    if not changes:
        return
    names = say(
        "Qui|Promotion|Exercice|Avant|Après|Pourquoi",
        "Who|Cohort|Exercise|Before|After|Why",
    )
    table = Table()
    for name in names.split("|"):
        table.add_column(name)
    for row in changes:
        table.add_row(*(cell.replace("[", r"\[") for cell in _cells(row)))
    console.print(table)


def _cells(row: Row) -> list[str]:
    earlier = say(" (copie du {})", " (submission of {})").format(row.received_at[:16])
    return [
        _plain(row.learner + ("" if row.is_latest else earlier)),
        row.cohort,
        row.exercise,
        _mark(row.before),
        _mark(row.after),
        _plain(row.why),
    ]


def _mark(outcome: Outcome | None) -> str:
    if outcome is None:
        return "–"
    word = say(*_WORDS[outcome.state])
    return f"{outcome.points:g}/{outcome.possible:g} {word}"


def _plain(text: str) -> str:
    """One line, without what could move a terminal's cursor."""
    return "".join(c if c.isprintable() else " " for c in text)
