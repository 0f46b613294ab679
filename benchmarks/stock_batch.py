"""Stock nbgrader's marking of a batch: `nbgrader autograde`, in a course of its own."""

import os
from collections.abc import Sequence
from pathlib import Path

from autograder.assignment.version import AssignmentVersion
from autograder.gradebook.scores import lines_in
from benchmarks.bench_labs import Entry
from benchmarks.cost import write
from benchmarks.marking_ours import Batch, Scores
from benchmarks.measure import PeakMemory, machine_cpu_s
from benchmarks.stock_marking import StockCourse, make_course

# A stock torch submission takes 10 to 14 s, and more on a machine with other work.
LIMIT_S = 3 * 3600


def stock_batches(
    calm: Sequence[Entry],
    looping: Sequence[Entry],
    version: AssignmentVersion,
    folder: Path,
    timeout_s: int,
) -> tuple[Batch, Batch, float]:
    """Without and with the looping submissions, and the peak memory in MB (PSS).

    One command over the calm ones, one that adds the others, and one that finds
    nothing new: the second less the third is what the looping ones took.
    """
    course = _course(version, folder, timeout_s)
    _hand_in(calm, course)
    with PeakMemory(os.getpid()) as peak:
        first = _autograde(course)
    _hand_in(looping, course)
    second, nothing_new = _autograde(course), _autograde(course)
    scores: dict[str, Scores] = {each.learner: {} for each in (*calm, *looping)}
    for line in lines_in(course.folder / "course" / "gradebook.db"):
        scores[line.student][line.exercise] = line.auto
    calm_scores = {each.learner: scores[each.learner] for each in calm}
    seconds, cpu = (
        whole + more - less
        for whole, more, less in zip(first, second, nothing_new, strict=True)
    )
    return Batch(*first, calm_scores), Batch(seconds, cpu, scores), peak.mb


def _autograde(course: StockCourse) -> tuple[float, float]:
    """Seconds, and CPU seconds of the machine."""
    before = machine_cpu_s()
    seconds = course.nbgrader("autograde", course.lab, "--create", limit_s=LIMIT_S)
    return seconds, machine_cpu_s() - before


def _hand_in(entries: Sequence[Entry], course: StockCourse) -> None:
    for each in entries:
        write(each, course.folder / "course" / "submitted" / each.learner / course.lab)


def _course(version: AssignmentVersion, folder: Path, timeout_s: int) -> StockCourse:
    source = folder / "source"
    source.mkdir(parents=True)
    notebook = (version.folder / "fr" / "source.ipynb").read_bytes()
    (source / f"{version.lab}.ipynb").write_bytes(notebook)
    return make_course(folder, version.lab, source, timeout_s)
