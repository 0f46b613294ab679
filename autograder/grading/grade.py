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
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path, PurePosixPath
from typing import Any

from autograder.assignment.version import AssignmentVersion
from autograder.grading.outcomes import all_unreadable, could_not_mark, outcomes_of
from autograder.grading.processes import Tests
from autograder.grading.session import Seen, run_and_examine
from autograder.runtime.limits import Limits
from autograder.submission.read import Unreadable
from autograder.submission.reassemble import Work, notebook_in, reassemble
from labs.outcome import Outcome, Result, State

LOG = logging.getLogger("autograder")
_MAX_PART = 255  # bytes of a file's name, on any file system


@dataclass(frozen=True)
class Job:
    """What is to be marked. files: name -> content, the notebook among them.

    digest: of the submission; the tests' random draws are seeded from it.
    """

    lab: str
    lang: str
    files: Mapping[str, bytes]
    digest: str
    limits: Limits = field(default_factory=Limits)
    allow_unsandboxed: bool = False


@dataclass(frozen=True)
class Graded:
    """result: the outcomes. autograded: nbgrader's marked notebook, with hidden
    tests in it, for staff only. feedback_html: the learner's page, without them."""

    result: Result
    autograded: bytes
    feedback_html: str


def grade(job: Job, version: AssignmentVersion | Path) -> Graded:
    """Mark one submission. Raises SandboxUnavailable, NoSuchVersion."""
    began = time.monotonic()
    version = AssignmentVersion.load(version) if isinstance(version, Path) else version
    released = version.released_notebook(job.lang)
    try:
        name = notebook_in(job.files, job.lab)
        work = reassemble(job.files[name], released, job.lab)
    except Unreadable as error:
        work = reassemble(_empty(released), released, job.lab)
        outcomes = all_unreadable(version.exercises, error.fr, error.en)
        return _through_nbgrader(job, version, work, Seen(), outcomes, began)
    # What we supplied is there for every submission, and is ours, as with nbgrader.
    supplied = version.supplied(job.lang)
    files = {**_beside(job.files, name, supplied), **supplied}
    found = version.read_tests()
    _import_meanwhile("autograder.gradebook.autograde", "autograder.gradebook.feedback")
    seen = run_and_examine(
        work,
        Tests.of(version.tests, found),
        files,
        digest=job.digest,
        lang=job.lang,
        limits=job.limits,
        allow_unsandboxed=job.allow_unsandboxed,
    )
    _log_broken(version, seen)
    outcomes = outcomes_of(version.exercises, work, seen, found, job.limits)
    return _through_nbgrader(job, version, work, seen, outcomes, began)


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
    work: Work,
    seen: Seen,
    outcomes: dict[str, Outcome],
    began: float,
) -> Graded:
    """nbgrader scores what was seen; its gradebook and our outcomes must agree."""
    from autograder.gradebook.autograde import autograded  # takes a second to import
    from autograder.gradebook.feedback import feedback_html

    with autograded(
        job.lab,
        version.gradebook(job.lang),
        work.notebook,
        seen.outputs,
        outcomes,
        job.lang,
    ) as marked:
        outcomes = _agreed(version, outcomes, marked.scores)
        about = [
            {"title": each.title[job.lang], "outcome": outcomes[each.id]}
            for each in version.exercises
        ]
        page = feedback_html(marked.course, job.lab, about, job.lang)
    result = _result(job, version, outcomes, time.monotonic() - began)
    return Graded(result, marked.notebook, page)


def _agreed(
    version: AssignmentVersion,
    outcomes: dict[str, Outcome],
    scores: Mapping[str, float | None],
) -> dict[str, Outcome]:
    """A mark counts when nbgrader read the same; otherwise nobody is marked down."""
    agreed = dict(outcomes)
    for each in version.exercises:
        ours, theirs = outcomes[each.id], scores.get(each.id)
        is_waiting = ours.state is State.WAITING
        same = theirs is None if is_waiting else theirs is not None
        if same and theirs is not None:
            same = abs(theirs - ours.points) < 1e-9
        if not same and ours.code != "unreadable":
            LOG.error(
                "%s %s: nbgrader says %r, we say %r (%s): not marked",
                version.lab,
                each.id,
                theirs,
                ours.points,
                ours.state.value,
            )
            agreed[each.id] = could_not_mark(each)
    return agreed


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


def _log_broken(version: AssignmentVersion, seen: Seen) -> None:
    """Staff read which test broke, and why; learners do not."""
    for exercise, verdict in seen.verdicts.items():
        if verdict["kind"] == "broken":
            LOG.warning(
                "%s %s: the test broke: %s", version.lab, exercise, verdict.get("why")
            )
