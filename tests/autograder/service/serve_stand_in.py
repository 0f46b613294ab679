"""The real service with a stand-in for marking, as a process that tests can kill."""

import sys

from autograder.assignment.version import AssignmentVersion
from autograder.runtime.settings import load_connected
from autograder.service import main as service
from tests.autograder import small_lab


def main() -> int:
    # AssignmentVersion.load reads what build_version wrote; these tests build nothing.
    AssignmentVersion.load = small_lab.version_in  # type: ignore[method-assign]
    return service.serve(load_connected(), small_lab.stand_in_grade)


if __name__ == "__main__":
    sys.exit(main())
