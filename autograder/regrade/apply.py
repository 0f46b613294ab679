"""What a submission's mark becomes when a corrected version has marked it again.

The one rule: a corrected test takes no mark away that it did not look at. What a
person typed stays; what could not be marked keeps its old mark.

Words: *automatic* is the marking's own result, before what people typed over it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from autograder.exchange.outbox import Held, Outbox
from autograder.gradebook.course import CourseGradebook, Marked
from autograder.gradebook.folders import student_of
from autograder.gradebook.scores import Line, lines_in, with_manual_marks
from autograder.regrade.store import Again
from autograder.service.marks import Keeper, Work, lines_of
from labs.outcome import Outcome, Result, State


@dataclass(frozen=True)
class Corrected:
    """before, after: the mark, with what people typed. held: the gradebook's line, as
    it will be, when this is the submission it holds; is_new: it differs from now."""

    again: Again
    before: Result
    after: Result
    held: Held | None
    is_new: bool

    @property
    def changes_the_mark(self) -> bool:
        return self.before.exercises != self.after.exercises


class Corrector:
    """Tells what a mark becomes, and writes it. One thread at a time."""

    def __init__(self, courses: Path, outbox: Outbox, keeper: Keeper) -> None:
        self._courses = courses
        self._outbox = outbox
        self._keeper = keeper

    def corrected(self, again: Again) -> Corrected:
        """What would be written now. Writes nothing."""
        work, fresh = again.work, again.graded.result
        known = self._outbox.latest(work.id)
        before = Result.from_dict(known["result"]) if known else again.known
        held = self._outbox.held(work.cohort, work.lab, work.learner)
        if held is None or held.submission != work.id:
            stays = {*again.broken, *self._outbox.by_hand(work.id)}
            after = merged(fresh, before, stays)
            return Corrected(again, before, after, None, is_new=False)
        automatic = merged(fresh, held.result, again.broken)
        after = with_manual_marks(automatic, self._lines(work))
        is_new = automatic.exercises != held.result.exercises
        return Corrected(again, before, after, replace(held, result=automatic), is_new)

    def write(self, again: Again, files: Mapping[str, bytes]) -> bool:
        """Gradebook, then outbox; again is harmless. True when there was a letter."""
        corrected = self.corrected(again)
        held, work = corrected.held, again.work
        if held is not None and corrected.is_new:
            course = CourseGradebook(self._courses / work.cohort, work.cohort)
            course.write(
                Marked(
                    held.student,
                    work.received_at,
                    held.result,
                    again.graded.autograded,
                    files,
                )
            )
        if not corrected.changes_the_mark:
            if held is not None and corrected.is_new:
                self._outbox.hold(held)
            return False
        now = datetime.now(UTC).isoformat("T", "seconds")
        result = replace(corrected.after, marked_at=now)
        # The page shows the outcomes of this marking: not where an old one stays.
        page = again.graded.feedback_html if held and not again.broken else ""
        self._outbox.append(
            work.id,
            self._keeper.body(work.id, result),
            feedback=page or None,
            held=held,
        )
        return True

    def _lines(self, work: Work) -> list[Line]:
        database = self._courses / work.cohort / "gradebook.db"
        return lines_of(student_of(work.learner), work.lab, lines_in(database))


def merged(fresh: Result, old: Result, stays: Iterable[str]) -> Result:
    """The fresh result, with the old outcome of `stays` and of what was not marked."""
    before = {each.id: each for each in old.exercises}
    outcomes = tuple(
        before.get(each.id, _not_marked(each))
        if each.id in set(stays) or each.state is State.COULD_NOT_MARK
        else each
        for each in fresh.exercises
    )
    return replace(
        fresh,
        exercises=outcomes,
        points=sum(each.points for each in outcomes),
        possible=sum(each.possible for each in outcomes),
    )


def _not_marked(outcome: Outcome) -> Outcome:
    """Of an exercise without an old outcome whose test is broken."""
    if outcome.state is State.COULD_NOT_MARK:
        return outcome
    return Outcome(outcome.id, State.COULD_NOT_MARK, 0.0, outcome.possible)
