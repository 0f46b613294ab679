"""One submission and one assignment version in, one Result out.

No database, no network: `grade` runs on any worker. A learner's fault never
raises here; what raises is ours (SandboxUnavailable), and the submission stays
pending.
"""

from __future__ import annotations

import json
import logging
import sys
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.assignment.tests import Tests
from autograder.assignment.version import AssignmentVersion
from autograder.grading.outcomes import all_unreadable, could_not_mark, outcomes_of
from autograder.grading.session import Observed, run_and_examine
from autograder.runtime.limits import Limits
from autograder.submission.read import Unreadable
from autograder.submission.reassemble import Reassembled, notebook_in, reassemble
from labs.outcome import Outcome, Result, State

LOG = logging.getLogger("autograder")
_MAX_PART = 255  # bytes of a file's name, on any file system


@dataclass(frozen=True)
class Job:
    """What is to be marked. files: name -> content, the notebook among them.

    seed: of this submission (runtime/draws.py); the tests' draws follow from it.
    """

    lab: str
    lang: str
    files: Mapping[str, bytes]
    seed: str = field(repr=False)
    limits: Limits = field(default_factory=Limits)
    allow_unsandboxed: bool = False


@dataclass(frozen=True)
class Graded:
    """result: the outcomes. autograded: nbgrader's marked notebook, with hidden
    tests in it, for staff only. feedback_html: the learner's page, without them.
    broken: exercise -> why it could not be marked, for staff. drawn_with: the id of
    the key of its draws, which whoever gave the seed writes here."""

    result: Result
    autograded: bytes
    feedback_html: str
    broken: Mapping[str, str] = field(default_factory=dict)
    drawn_with: str | None = None


Grade = Callable[[Job, Path], Graded]  # `grade`, or what stands in for it in a test


def grade(job: Job, version: AssignmentVersion | Path) -> Graded:
    """Mark one submission. Raises SandboxUnavailable, NoSuchVersion."""
    began = time.monotonic()
    version = AssignmentVersion.load(version) if isinstance(version, Path) else version
    released = version.released_notebook(job.lang)
    try:
        name = notebook_in(job.files, job.lab)
        submission = reassemble(job.files[name], released, job.lab)
    except Unreadable as error:
        submission = reassemble(_empty(released), released, job.lab)
        outcomes = all_unreadable(version.exercises, error.fr, error.en)
        return _through_nbgrader(job, version, submission, Observed(), outcomes, began)
    # What we supplied is there for every submission, and is ours, as with nbgrader.
    supplied = version.supplied(job.lang)
    files = {**_beside(job.files, name, supplied), **supplied}
    found = version.read_tests()
    _import_meanwhile("autograder.gradebook.autograde", "autograder.gradebook.feedback")
    observed = run_and_examine(
        submission,
        Tests.of(version.tests, found),
        files,
        digest=job.seed,
        lang=job.lang,
        limits=job.limits,
        allow_unsandboxed=job.allow_unsandboxed,
    )
    outcomes = outcomes_of(
        version.exercises, submission, observed, found, job.limits, version.tests
    )
    return _through_nbgrader(job, version, submission, observed, outcomes, began)


def _import_meanwhile(*modules: str) -> None:
    """nbgrader takes a second to import; the sandbox needs that long anyway."""

    def load() -> None:
        for module in modules:
            import_module(module)

    if modules[-1] not in sys.modules:
        threading.Thread(target=load, daemon=True).start()


def _beside(
    files: Mapping[str, bytes], notebook: str, supplied: Mapping[str, bytes]
) -> dict[str, bytes]:
    """The files that are put beside the cells: those that a folder can hold."""
    names = {str(PurePosixPath(name)) for name in (*files, *supplied)}
    return {
        name: data
        for name, data in files.items()
        if _is_beside(name, notebook)
        and not any(str(folder) in names for folder in PurePosixPath(name).parents)
    }


def _is_beside(name: str, notebook: str) -> bool:
    """A plain relative name; the notebook itself is not put beside the cells."""
    path = PurePosixPath(name)
    plain = bool(path.parts) and not path.is_absolute() and ".." not in path.parts
    try:
        short = all(len(part.encode()) <= _MAX_PART for part in path.parts)
    except UnicodeEncodeError:
        return False
    return (
        (plain and short)
        and "\0" not in name
        and name != notebook
        and len(path.parts) <= 3
    )


def _empty(released: Mapping[str, Any]) -> bytes:
    """A stand-in for an unreadable notebook: the released one has no answers."""
    return json.dumps(released).encode()


def _through_nbgrader(
    job: Job,
    version: AssignmentVersion,
    submission: Reassembled,
    observed: Observed,
    outcomes: dict[str, Outcome],
    began: float,
) -> Graded:
    """nbgrader scores what was seen; its gradebook and our outcomes must agree."""
    from autograder.gradebook.autograde import autograded  # takes a second to import
    from autograder.gradebook.feedback import feedback_html

    with autograded(
        job.lab,
        version.gradebook(job.lang),
        submission.notebook,
        observed.outputs,
        outcomes,
        job.lang,
    ) as marked:
        disagreed = _disagreed(version, outcomes, marked.scores)
        for each in version.exercises:
            if each.id in disagreed:
                outcomes[each.id] = could_not_mark(each)
        about = [
            {"title": each.title[job.lang], "outcome": outcomes[each.id]}
            for each in version.exercises
        ]
        page = feedback_html(marked.course, job.lab, about, job.lang)
    result = _result(job, version, outcomes, time.monotonic() - began)
    broken = {**_broken_tests(observed), **disagreed}
    for exercise, why in broken.items():
        LOG.warning("%s %s: %s", version.lab, exercise, why)
    return Graded(result, marked.notebook, page, broken)


def _disagreed(
    version: AssignmentVersion,
    outcomes: Mapping[str, Outcome],
    scores: Mapping[str, float | None],
) -> dict[str, str]:
    """Exercise -> how nbgrader read another mark. Then nobody is marked down."""
    found = {}
    for each in version.exercises:
        ours, theirs = outcomes[each.id], scores.get(each.id)
        is_waiting = ours.state is State.WAITING
        same = theirs is None if is_waiting else theirs is not None
        if same and theirs is not None:
            same = abs(theirs - ours.points) < 1e-9
        if not same and ours.code != "unreadable":
            found[each.id] = (
                f"nbgrader says {theirs!r}, we say {ours.points!r} "
                f"({ours.state.value}): not marked"
            )
    return found


def _result(
    job: Job,
    version: AssignmentVersion,
    outcomes: Mapping[str, Outcome],
    seconds: float,
) -> Result:
    exercises = tuple(outcomes[each.id] for each in version.exercises)
    return Result(
        lab=version.lab,
        lang=job.lang,
        version=version.version,
        points=sum(each.points for each in exercises),
        possible=sum(each.possible for each in exercises),
        exercises=exercises,
        seconds=round(seconds, 3),
        marked_at=datetime.now(UTC).isoformat(timespec="seconds"),
    )


def _broken_tests(observed: Observed) -> dict[str, str]:
    """Staff read which test broke, and why; learners do not."""
    return {
        exercise: f"the test broke: {verdict.get('why')}"
        for exercise, verdict in observed.verdicts.items()
        if verdict["kind"] == "broken"
    }
