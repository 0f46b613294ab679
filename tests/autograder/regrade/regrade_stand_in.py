"""The command `regrade`, and the service, with a stand-in for marking (small_lab).

The lab's text is version small-2, whose corrected test takes `return b + a` too, and
no longer `return a + b + 0`. As a process, so that tests can kill it.
"""

import sys
from argparse import ArgumentParser
from dataclasses import replace
from pathlib import Path

from autograder.assignment.version import AssignmentVersion
from autograder.commands import regrade
from autograder.grading.grade import Graded, Job
from autograder.release import release
from autograder.runtime.settings import load_connected
from autograder.service import main as service
from labs.outcome import Outcome, Result, State
from tests.autograder import small_lab
from tests.autograder.small_lab import LAB

CORRECTED = "small-2"


def grade(job: Job, version: AssignmentVersion | Path) -> Graded:
    assert isinstance(version, Path)
    graded = small_lab.stand_in_grade(job, version)
    result = replace(graded.result, version=version.name)
    text = job.files[f"{LAB}.ipynb"].decode()
    if version.name == CORRECTED:
        if "return b + a" in text:
            result = _with_sum(result, State.PASSED, 2.0)
        if "return a + b + 0" in text:
            result = _with_sum(result, State.FAILED, 0.0)
        if "breaks the test" in text:
            result = _with_sum(result, State.COULD_NOT_MARK, 0.0)
            broken = {"sum-check": "the test broke: NameError: x"}
            return replace(graded, result=result, broken=broken)
    return replace(graded, result=result)


def _with_sum(result: Result, state: State, points: float) -> Result:
    said = None if state is State.PASSED else "No longer."
    sum_check = Outcome("sum-check", state, points, 2.0, None, said, said)
    why = result.exercises[1]
    return replace(result, exercises=(sum_check, why), points=points + why.points)


def main() -> int:
    AssignmentVersion.load = small_lab.version_in  # type: ignore[method-assign]
    if sys.argv[1] == "serve":
        return service.serve(load_connected(), grade)
    release.build_version = (  # type: ignore[attr-defined]
        lambda lab, out: small_lab.small_version(out, CORRECTED)
    )
    parser = ArgumentParser()
    parser.add_argument("lab")
    parser.add_argument("--cohort")
    parser.add_argument("--yes", action="store_true")
    parser.add_argument("--json", action="store_true")
    return regrade.run(parser.parse_args(sys.argv[2:]), grade)


if __name__ == "__main__":
    sys.exit(main())
