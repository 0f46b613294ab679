"""That what we leave out of nbgrader's steps is still all there is to leave out."""

from nbgrader.converters.autograde import Autograde
from nbgrader.preprocessors import (
    CheckCellMetadata,
    ClearOutput,
    DeduplicateIds,
    OverwriteCells,
    OverwriteKernelspec,
)

from autograder.gradebook.prepared import PreparedAutograde


def test_two_of_nbgraders_steps_are_left_out_and_no_other() -> None:
    theirs = Autograde.sanitize_preprocessors.default()
    ours = PreparedAutograde.sanitize_preprocessors.default()

    assert theirs == [
        ClearOutput,
        DeduplicateIds,
        OverwriteKernelspec,
        OverwriteCells,
        CheckCellMetadata,
    ]
    left_out = (OverwriteKernelspec, CheckCellMetadata)
    assert ours == [each for each in theirs if each not in left_out]
