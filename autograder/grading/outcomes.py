"""From what was seen to how each exercise ended, and the sentence about it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from autograder.assignment.version import Exercise
from autograder.grading import messages
from autograder.grading.messages import Message
from autograder.grading.processes import Verdict
from autograder.grading.sentences import Sentences
from autograder.grading.session import Observed
from autograder.runtime.limits import Limits
from autograder.submission.reassemble import Reassembled, Role
from labs.outcome import CODE, MAX_SENTENCE, Outcome, State


def outcomes_of(
    exercises: Iterable[Exercise],
    submission: Reassembled,
    observed: Observed,
    found: Mapping[str, Any],
    limits: Limits,
    modules: Path,
) -> dict[str, Outcome]:
    """found: what `read_tests` says. modules: the tests' folder. A test that misses a
    name which the reference notebook does not define, or stumbles over a value without
    having ever worked, is broken: nobody is marked down."""
    names, unproven = frozenset(found["names"]), frozenset(found["unproven"])
    order = [cell.grade_id for cell in submission.cells if cell.role is Role.TEST]
    asked = [grade_id for grade_id in order if grade_id is not None]
    sentences = Sentences(asked, found["sources"], modules)
    rules = _OutcomeRules(submission, observed, names, unproven, limits, sentences)
    return {each.id: rules.outcome(each) for each in exercises}


def all_unreadable(
    exercises: Iterable[Exercise], fr: str, en: str
) -> dict[str, Outcome]:
    """When the file is no notebook of this lab: every exercise says so."""
    return {
        each.id: Outcome(
            each.id, State.FAILED, 0.0, each.possible, "unreadable", fr, en
        )
        for each in exercises
    }


def could_not_mark(exercise: Exercise) -> Outcome:
    return _outcome(exercise, State.COULD_NOT_MARK, messages.COULD_NOT_MARK)


class _OutcomeRules:
    def __init__(
        self,
        submission: Reassembled,
        observed: Observed,
        names: frozenset[str],
        unproven: frozenset[str],
        limits: Limits,
        sentences: Sentences,
    ) -> None:
        self._submission, self._observed, self._limits = submission, observed, limits
        self._names, self._unproven = names, unproven
        self._sentences = sentences

    def outcome(self, exercise: Exercise) -> Outcome:
        if exercise.manual:
            return self._written(exercise)
        ended = self._observed.ended.get(exercise.id)
        if ended is not None:
            return _outcome(exercise, State.FAILED, self._ended(ended))
        verdict = self._observed.verdicts.get(exercise.id, {"kind": "broken"})
        kind = verdict["kind"]
        if kind == "passed":
            said = self._own_words(exercise.id, verdict)
            return _outcome(exercise, State.PASSED, said, exercise.possible)
        if kind == "partial":
            said = self._own_words(exercise.id, verdict)
            score = float(verdict["score"])
            return _outcome(exercise, State.PARTIAL, said, score)
        if kind == "untouched":
            said = self._own_words(exercise.id, verdict, messages.UNTOUCHED)
            return _outcome(exercise, State.UNTOUCHED, said)
        if self._is_broken(exercise.id, verdict):
            return could_not_mark(exercise)
        # Work done in a widget changes no cell: a test that has a sentence about it
        # saw something, and the author had NotAttempted for the case of nothing.
        has_said = kind == "failed" and _has_words(verdict)
        if self._is_untouched(exercise.id) and kind != "gone" and not has_said:
            return self._not_begun(exercise)
        return _outcome(exercise, State.FAILED, self._why(exercise.id, verdict))

    def _written(self, exercise: Exercise) -> Outcome:
        answers = self._submission.answers_of(exercise.id)
        if any(answer.is_changed for answer in answers):
            return _outcome(exercise, State.WAITING, messages.WAITING)
        return self._not_begun(exercise)

    def _not_begun(self, exercise: Exercise) -> Outcome:
        answers = self._submission.answers_of(exercise.id)
        lost = self._submission.is_cut and not all(
            answer.is_found for answer in answers
        )
        said = messages.LOST_IN_DAMAGE if lost else messages.UNTOUCHED
        return _outcome(exercise, State.UNTOUCHED, said)

    def _is_untouched(self, exercise: str) -> bool:
        """No answer cell says anything new, and the learner added no code."""
        answers = self._submission.answers_of(exercise)
        changed = any(answer.is_changed for answer in answers)
        helped = any(
            cell.exercise == exercise and cell.role is Role.HELPER
            for cell in self._submission.cells
        )
        return bool(answers) and not changed and not helped

    def _is_broken(self, exercise: str, verdict: Verdict) -> bool:
        kind = verdict["kind"]
        if kind == "missing":
            return verdict.get("name") not in self._names
        odd = kind == "surprised" or verdict.get("by") == "examiner"
        return kind == "broken" or (odd and exercise in self._unproven)

    def _why(self, exercise: str, verdict: Verdict) -> Message:
        kind = verdict["kind"]
        if kind == "failed":
            own = self._own_words(exercise, verdict, messages.NOT_YET)
            return own or messages.NOT_YET
        if kind == "missing":
            error = self._error_in(exercise)
            return self._stopped(error) if error else messages.missing(verdict["name"])
        if kind == "raised":
            return self._stopped(verdict.get("error") or {}, in_a_test=True)
        if kind == "gone":
            return self._ended(verdict.get("reason", "died"))
        return messages.UNEXPECTED

    def _own_words(
        self, exercise: str, verdict: Verdict, otherwise: Message | None = None
    ) -> Message | None:
        """What the test said, in both languages, as far as a learner may read it.

        otherwise: in place of a sentence of which nothing is the author's.
        """
        if not _has_words(verdict):
            return None
        code = verdict.get("code")
        is_code = isinstance(code, str) and CODE.fullmatch(code) is not None
        shown = self._sentences.code(exercise, str(code)) if is_code else None
        words = self._sentences.words(exercise, verdict["fr"], verdict["en"])
        if words is not None:
            return Message(shown, *map(_clean, words))
        return replace(otherwise, code=shown) if otherwise else None

    def _error_in(self, exercise: str) -> dict[str, Any] | None:
        """The first error of the learner's own cells that lead to this exercise."""
        for cell in self._submission.cells:
            if cell.exercise == exercise and cell.is_the_learners:
                error = self._observed.errors.get(cell.id)
                if error is not None:
                    return error
        return None

    def _stopped(self, error: dict[str, Any], *, in_a_test: bool = False) -> Message:
        kind = error.get("kind")
        if kind == "Stopped":
            waited = error.get("message") == "waiting"
            limits = self._limits
            return messages.too_slow(limits.wall_s if waited else limits.cpu_s)
        if kind == "MemoryError":
            return messages.too_much_memory(self._limits.memory_mb)
        if kind == "TooLarge":
            return messages.TOO_LARGE
        if kind == "BadValue":
            return messages.UNEXPECTED
        return messages.stopped_with(error, in_a_test=in_a_test)

    def _ended(self, reason: str) -> Message:
        if reason == "time":
            return messages.too_slow(self._limits.cpu_s)
        if reason == "memory":
            return messages.too_much_memory(self._limits.memory_mb)
        if reason == "processes":
            return messages.too_many_processes(self._limits.processes)
        return messages.DIED


def _has_words(verdict: Verdict) -> bool:
    return isinstance(verdict.get("fr"), str) and isinstance(verdict.get("en"), str)


def _clean(text: str) -> str:
    shown = "".join(c for c in text if c >= " " or c in "\n\t")
    return shown.encode("utf-8", "replace").decode("utf-8")[:MAX_SENTENCE]


def _outcome(
    exercise: Exercise, state: State, said: Message | None, points: float = 0.0
) -> Outcome:
    code, fr, en = (said.code, said.fr, said.en) if said else (None, None, None)
    return Outcome(exercise.id, state, points, exercise.possible, code, fr, en)
