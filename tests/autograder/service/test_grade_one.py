"""One submission, marked or not by our fault: what is written then."""

import io
import json
import zipfile
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import nbformat
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
from autograder.service.grade_one import MissingVersion, SubmissionGrader
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
    settings: Settings,
    engine: Inline,
    grade: Any = small_lab.stand_in_grade,
    record: RecordClient | None = None,
) -> tuple[bool, Graded]:
    outbox = Outbox(settings.state / "outbox.sqlite")
    notes = Notes(settings.courses, outbox)
    with ThreadPoolExecutor(1) as thread:
        grader = SubmissionGrader(
            settings,
            record or StubRecord(),
            engine,
            notes,
            thread,
            Log(io.StringIO()),
            grade,
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


PUBLISHED = {
    "text/html": "<form action=//x><b>HANDED-IN HTML</b>",
    "image/svg+xml": "<svg onload=HANDED-IN>",
}


def with_outputs(answer: str) -> bytes:
    """A notebook file as no marking would leave it."""
    book = json.loads(small_lab.notebook(answer))
    output = {"output_type": "display_data", "data": PUBLISHED, "metadata": {}}
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [output]
        cell["attachments"] = {"HANDED-IN.svg": {"image/svg+xml": "PHN2Zz4="}}
        cell["metadata"]["HANDED-IN"] = PUBLISHED
    return json.dumps({**book, "HANDED-IN": 1}).encode()


class HandedIn(StubRecord):
    """Gives these files for every submission."""

    def __init__(self, notebook: bytes) -> None:
        self.notebook = notebook

    async def files(self, submission: str) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(f"{LAB}.ipynb", self.notebook)
        return out.getvalue()


def broken_grade(job: Job, version: object) -> Graded:
    raise RuntimeError("a bug of ours")


async def test_what_staff_see_of_unmarked_work_is_its_text_alone(
    settings: Settings,
) -> None:
    sent = HandedIn(with_outputs("return 3"))

    went_well, graded = await mark(settings, Inline(), broken_grade, sent)

    shown = json.loads(graded.autograded)
    first, *cells = shown["cells"]
    assert not went_well
    assert "Pas encore noté" in first["source"]
    assert "Not marked yet" in first["source"]
    assert "return 3" in cells[1]["source"]
    assert {str(cell.get("outputs", [])) for cell in cells} == {"[]"}
    assert b"HANDED-IN" not in graded.autograded
    assert b"attachments" not in graded.autograded
    assert graded.result.lang == "en"
    nbformat.validate(nbformat.from_dict(shown))


@pytest.mark.parametrize(
    ("notebook", "engine"),
    [
        (b"%PDF HANDED-IN", Inline()),
        (b'{"nbformat": 4, "cells": [], "metadata": {"HANDED-IN": 1}}', Inline()),
        (with_outputs("HANDED-IN"), Inline(WorkerLost("s1"))),
    ],
    ids=["no notebook", "an empty one", "a worker that dies of it"],
)
async def test_what_cannot_be_read_is_not_shown_at_all(
    settings: Settings, notebook: bytes, engine: Inline
) -> None:
    _, graded = await mark(settings, engine, broken_grade, HandedIn(notebook))

    shown = json.loads(graded.autograded)
    assert "Not marked yet" in shown["cells"][0]["source"]
    assert len(shown["cells"]) == 5
    assert b"HANDED-IN" not in graded.autograded
