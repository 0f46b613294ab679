"""One submission, marked or not by our fault: what is written then."""

import io
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from autograder.assignment.version import AssignmentVersion
from autograder.exchange.client import RecordClient
from autograder.exchange.outbox import Outbox
from autograder.exchange.pending import PendingSubmission
from autograder.grading.engine import WorkerLost
from autograder.grading.grade import Graded, Job
from autograder.runtime.draws import FILE, DrawKeys
from autograder.runtime.log import Log
from autograder.runtime.settings import Settings
from autograder.sandbox.cold import SandboxUnavailable
from autograder.service.grade_one import (
    MissingVersion,
    SubmissionGrader,
    could_not_mark,
)
from autograder.service.marks import MarkWriter
from labs.outcome import Result, State
from tests.autograder import small_lab
from tests.autograder.small_lab import LAB, VERSION

SUBMISSION = PendingSubmission.of(
    {
        "id": "s1",
        "cohort": "demo",
        "lab": LAB,
        "lang": "en",
        "version": VERSION,
        "learner": "ada",
        "kind": "submit",
        "received_at": "2026-12-01T09:00:00+00:00",
        "digest": "00",
    }
)


class StubRecord(RecordClient):
    def __init__(self) -> None: ...

    async def files(self, submission: str) -> bytes:
        return small_lab.submission()


class Inline:
    """An engine that runs here, or loses every worker."""

    def __init__(self, failure: Exception | None = None) -> None:
        self.failure = failure

    async def run(self, job: Callable[..., Any], *given: Any, **more: Any) -> Any:
        if self.failure is not None:
            raise self.failure
        return job(*given)

    def workers(self) -> list[dict[str, Any]]:
        return []


class Notes(MarkWriter):
    """Keeps what it was given to write."""

    def __init__(self, courses: Path, outbox: Outbox) -> None:
        super().__init__(courses, outbox)
        self.written: list[Graded] = []

    def write(
        self,
        submission: PendingSubmission,
        version: AssignmentVersion,
        graded: Graded,
        files: Mapping[str, bytes],
    ) -> Result:
        self.written.append(graded)
        return graded.result


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    monkeypatch.setattr(AssignmentVersion, "load", small_lab.version_in)
    settings = Settings(state=tmp_path)
    small_lab.small_version(settings.versions)
    return settings


async def mark(
    settings: Settings, engine: Inline, grade: Any = small_lab.stand_in_grade
) -> tuple[bool, Graded]:
    outbox = Outbox(settings.state / "outbox.sqlite")
    notes = Notes(settings.courses, outbox)
    with ThreadPoolExecutor(1) as thread:
        grader = SubmissionGrader(
            settings, StubRecord(), engine, notes, thread, Log(io.StringIO()), grade
        )
        went_well = await grader.mark(SUBMISSION)
    outbox.close()
    (graded,) = notes.written
    return went_well, graded


async def test_a_result_that_came_back_is_written(settings: Settings) -> None:
    went_well, graded = await mark(settings, Inline())

    assert went_well
    assert graded.result.points == 2.0


async def test_a_submission_keeps_its_draws_and_a_new_one_has_the_newest(
    settings: Settings,
) -> None:
    jobs: list[Job] = []

    def grade(job: Job, version: Path) -> Graded:
        jobs.append(job)
        return small_lab.stand_in_grade(job, version)

    keys = DrawKeys(settings.home)
    first = keys.newest()
    _, graded = await mark(settings, Inline(), grade)
    assert graded.drawn_with == first.id
    keep(settings, "s1", first.id)
    keys.add()
    await mark(settings, Inline(), grade)
    keep(settings, "s1", "a lost key")
    await mark(settings, Inline(), grade)

    digest = SUBMISSION.digest
    seeds = [first.seed(digest), first.seed(digest), keys.newest().seed(digest)]
    assert [each.seed for each in jobs] == seeds
    assert first.secret.hex() not in repr(jobs)


def keep(settings: Settings, submission: str, key: str) -> None:
    outbox = Outbox(settings.state / "outbox.sqlite")
    outbox.append(submission, {}, drawn_with=key)
    outbox.close()


async def test_keys_that_cannot_be_read_cost_no_learner_a_point(
    settings: Settings,
) -> None:
    settings.home.joinpath(FILE).write_text("damaged")

    went_well, graded = await mark(settings, Inline())

    assert not went_well
    assert graded.drawn_with is None


@pytest.mark.parametrize(
    "failure",
    [WorkerLost("s1"), SandboxUnavailable("no bwrap"), RuntimeError("a bug of ours")],
)
async def test_whatever_fails_on_our_side_fails_no_learner(
    settings: Settings, failure: Exception
) -> None:
    went_well, graded = await mark(settings, Inline(failure))

    assert not went_well
    states = {each.state for each in graded.result.exercises}
    assert states == {State.COULD_NOT_MARK}
    assert graded.feedback_html == ""


async def test_something_that_is_no_mark_is_none(settings: Settings) -> None:
    went_well, _ = await mark(settings, Inline(), lambda *_: "passed")

    assert not went_well


async def test_a_version_that_is_not_here_says_what_to_run(
    tmp_path: Path, settings: Settings
) -> None:
    elsewhere = Settings(state=tmp_path / "elsewhere")
    elsewhere.home.mkdir(parents=True)

    with pytest.raises(MissingVersion, match=f"release {LAB} --cohort demo"):
        await mark(elsewhere, Inline())


def test_staff_see_the_learners_notebook_or_the_blank_one(settings: Settings) -> None:
    version = small_lab.version_in(settings.versions / LAB / VERSION)
    readable = small_lab.notebook("return 3").encode()

    shown = could_not_mark(SUBMISSION, version, {f"{LAB}.ipynb": readable})
    blank = could_not_mark(SUBMISSION, version, {f"{LAB}.ipynb": b"%PDF"})

    assert shown.autograded == readable
    assert blank.autograded == (version.release("fr") / f"{LAB}.ipynb").read_bytes()
    assert shown.result.lang == "en"
