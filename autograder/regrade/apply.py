"""What a submission's mark becomes when the corrected version has marked it again.

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
from autograder.exchange.pending import PendingSubmission
from autograder.exchange.result_body import result_body
from autograder.gradebook.course import CourseGradebook, MarkedSubmission
from autograder.gradebook.folders import student_of
from autograder.gradebook.scores import Line, lines_in, lines_of, with_manual_marks
from autograder.regrade.store import Regraded
from labs.outcome import Outcome, Result, State


@dataclass(frozen=True)
class MarkChange:
    """before, after: the mark, with what people typed. held: the gradebook's line, as
    it will be, when this is the submission it holds; is_new: it differs from now.
    is_redrawn: the tests' draws are other ones, for their key is not here any more."""

    regraded: Regraded
    before: Result
    after: Result
    held: Held | None
    is_new: bool
    is_redrawn: bool = False

    @property
    def changes_the_mark(self) -> bool:
        return self.before.exercises != self.after.exercises


class RegradeWriter:
    """Tells what a mark becomes, and writes it. One thread at a time."""

    def __init__(self, courses: Path, outbox: Outbox) -> None:
        self._courses = courses
        self._outbox = outbox

    def change(self, regraded: Regraded) -> MarkChange:
        """What would be written now. Writes nothing."""
        submission, fresh = regraded.submission, regraded.graded.result
        known = self._outbox.latest(submission.id)
        before = Result.from_dict(known["result"]) if known else regraded.known
        held = self._outbox.held(submission.cohort, submission.lab, submission.learner)
        known_key = self._outbox.drawn_with(submission.id)
        is_redrawn = regraded.graded.drawn_with != known_key
        if held is None or held.submission != submission.id:
            stays = {*regraded.broken, *self._outbox.by_hand(submission.id)}
            after = merged(fresh, before, stays)
            return MarkChange(regraded, before, after, None, False, is_redrawn)
        automatic = merged(fresh, held.result, regraded.broken)
        after = with_manual_marks(automatic, self._lines(submission))
        is_new = automatic.exercises != held.result.exercises
        now_held = replace(held, result=automatic)
        return MarkChange(regraded, before, after, now_held, is_new, is_redrawn)

    def write(self, regraded: Regraded, files: Mapping[str, bytes]) -> bool:
        """Gradebook, then outbox; again is harmless. Whether the mark changed."""
        change = self.change(regraded)
        held, submission = change.held, regraded.submission
        if held is not None and change.is_new:
            self._write_gradebook(regraded, held, files)
        if not change.changes_the_mark:
            if held is not None and change.is_new:
                self._outbox.hold(held)
            return False
        now = datetime.now(UTC).isoformat("T", "seconds")
        result = replace(change.after, marked_at=now)
        # The page shows the outcomes of this marking: not where an old one stays.
        page = regraded.graded.feedback_html if held and not regraded.broken else ""
        self._outbox.append(
            submission.id,
            result_body(result, self._outbox.tries_at_marking(submission.id)),
            feedback=page or None,
            held=held,
            drawn_with=regraded.graded.drawn_with,
        )
        return True

    def _write_gradebook(
        self, regraded: Regraded, held: Held, files: Mapping[str, bytes]
    ) -> None:
        submission = regraded.submission
        course = CourseGradebook(self._courses / submission.cohort, submission.cohort)
        course.write(
            MarkedSubmission(
                held.student,
                submission.received_at,
                held.result,
                regraded.graded.autograded,
                files,
            )
        )

    def _lines(self, submission: PendingSubmission) -> list[Line]:
        lines = lines_in(self._courses / submission.cohort / "gradebook.db")
        return lines_of(student_of(submission.learner), submission.lab, lines)


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
