"""Whether a version's tests pass the lab's own solution."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograder.assignment.tests import Tests
from autograder.assignment.version import AssignmentVersion
from autograder.grading.session import run_and_examine
from autograder.runtime.draws import DEVELOPMENT
from autograder.runtime.limits import Limits
from autograder.submission.reassemble import reassemble


def unproven_tests(
    version: AssignmentVersion, solution: Mapping[str, bytes]
) -> dict[str, Any]:
    """Exercise -> why its test did not pass the reference solution; none when all do.

    solution: its files by name, in French. Raises SandboxUnavailable.
    """
    files = dict(solution)
    notebook = files.pop(f"{version.lab}.ipynb")
    submission = reassemble(notebook, version.released_notebook("fr"), version.lab)
    tests = Tests.of(version.tests, version.read_tests())
    observed = run_and_examine(
        submission,
        tests,
        files,
        digest=DEVELOPMENT.seed("proof"),
        lang="fr",
        limits=Limits(),
    )
    return {
        exercise: observed.verdicts.get(exercise) or observed.ended.get(exercise)
        for exercise in sorted(tests.sources)
        if observed.verdicts.get(exercise, {}).get("kind") != "passed"
    }
