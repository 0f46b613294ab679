"""Marking a lab again: the command and the service as real processes, real nbgrader."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.exchange.outbox import Outbox
from autograder.regrade.store import RegradeStore
from autograder.runtime.draws import FILE, DrawKey, DrawKeys
from tests.autograder import small_lab
from tests.autograder.fake_record import FakeRecord
from tests.autograder.regrade.regrade_stand_in import CORRECTED
from tests.autograder.service.test_main import ROOT, Site, type_score, wait_for
from tests.autograder.small_lab import LAB

# Two real processes with Dask workers each, and real nbgrader: seconds each.
pytestmark = pytest.mark.slow
DUE = "2099-12-04T17:00:00+00:00"


class Course(Site):
    """A site whose lab has been released and handed in."""

    def start(self) -> None:
        with self.log.open("a") as log:
            self.process = self._popen("serve", stdout=log, stderr=log)

    def regrade(self, *words: str) -> tuple[int, dict[str, Any]]:
        """Exit code and what `--json` printed."""
        command = self.begin_regrade(*words)
        out, err = command.communicate(timeout=180)
        assert out, err
        return command.returncode, json.loads(out)

    def begin_regrade(self, *words: str) -> subprocess.Popen[str]:
        pipe = subprocess.PIPE
        return self._popen("regrade", LAB, "--json", *words, stdout=pipe, stderr=pipe)

    def _popen(self, *words: str, **more: Any) -> subprocess.Popen[str]:
        told = {
            "CAIRE_STATE": str(self.state),
            "CAIRE_TEST_MARKS": str(self.marks),
            "CAIRE_LANG": "en",
            "PYTHONPATH": str(ROOT),
        }
        return subprocess.Popen(
            [sys.executable, "-m", "tests.autograder.regrade.regrade_stand_in", *words],
            cwd=ROOT,
            env={**os.environ, **told},
            stdin=subprocess.DEVNULL,
            text=True,
            **more,
        )

    def hand_in(self, answer: str, **about: Any) -> str:
        return self.record.submit(small_lab.submission(answer), **about)

    def wait_for_marks(self, *submissions: str) -> None:
        self.record.wait_until(
            lambda: all(self.record.results.get(id) for id in submissions)
        )

    def newest(self, submission: str) -> dict[str, tuple[float, str]]:
        """The newest result at the record: exercise -> points, state."""
        revisions = self.record.results[submission]
        result = revisions[max(revisions)]["result"]
        return {e["id"]: (e["points"], e["state"]) for e in result["exercises"]}

    def times_marked(self, submission: str) -> int:
        digest = self.record.submissions[submission]["digest"]
        return self.drawn(DrawKeys(self.home).newest(), digest)

    def drawn(self, key: DrawKey, digest: str) -> int:
        """How often this was marked with the draws of this key."""
        file = self.marks / key.seed(digest)
        return len(file.read_text().splitlines()) if file.exists() else 0


@pytest.fixture
def record() -> Iterator[FakeRecord]:
    with FakeRecord() as record:
        record.releases.append(
            {"cohort": "demo", "lab": LAB, "version": small_lab.VERSION, "due": DUE}
        )
        yield record


@pytest.fixture
def course(tmp_path: Path, record: FakeRecord) -> Iterator[Course]:
    course = Course(tmp_path / "var", record)
    tests = course.home / "versions" / LAB / CORRECTED / "tests"
    tests.mkdir(parents=True)
    (tests / "tests.json").write_text('{"unproven": []}')
    yield course
    if course.process is not None and course.process.poll() is None:
        course.stop()


def test_the_list_comes_first_and_only_a_yes_changes_marks(
    course: Course, record: FakeRecord
) -> None:
    """Up, down, by hand, an earlier one: each as it should be, and history kept."""
    earlier = course.hand_in("return b + a", learner="ada")
    up = course.hand_in("return b + a # again", learner="ada")
    down = course.hand_in("return a + b + 0", learner="basile")
    same = course.hand_in("return a + b", learner="chloe")
    course.start()
    course.wait_for_marks(earlier, up, down, same)
    type_score(course, "ada", 3.0)
    record.wait_until(lambda: len(record.results[up]) == 2)
    before = {id: dict(revs) for id, revs in record.results.items()}

    code, listed = course.regrade()

    assert code == 3
    assert listed["state"] == "proposed"
    assert record.results == before
    assert len(record.releases) == 1
    assert {name: listed["counts"][name] for name in ("up", "down", "same")} == {
        "up": 2,
        "down": 1,
        "same": 1,
    }
    changes = {each["submission"]: each for each in listed["changes"]}
    assert set(changes) == {earlier, up, down}
    assert not changes[earlier]["latest"]
    assert changes[down]["before"]["points"] == 2.0
    assert changes[down]["after"]["en"] == "No longer."
    marked = course.times_marked(up)

    code, done = course.regrade("--yes")

    assert (code, done["state"], done["left"]) == (0, "committed", 0)
    assert course.times_marked(up) == marked  # the list was kept
    record.wait_until(lambda: len(record.results[up]) == 3)
    record.wait_until(lambda: len(record.results[down]) == 2)
    record.wait_until(lambda: len(record.results[earlier]) == 2)
    assert course.newest(up) == {"sum-check": (2.0, "passed"), "why": (3.0, "passed")}
    assert course.newest(down)["sum-check"] == (0.0, "failed")
    assert course.newest(earlier)["sum-check"] == (2.0, "passed")
    for id, revisions in before.items():  # append-only
        assert {rev: record.results[id][rev] for rev in revisions} == revisions
    assert len(record.results[same]) == 1
    assert course.gradebook()["basile", "sum-check"] == 0.0
    assert course.gradebook()["ada", "sum-check"] == 2.0
    newest = record.releases[-1]
    assert (newest["version"], newest["due"]) == (CORRECTED, DUE)

    code, again = course.regrade()

    assert (code, again["state"], again["changes"]) == (0, "nothing", [])


def test_after_a_rotation_each_submission_keeps_the_draws_it_had(
    course: Course,
) -> None:
    """And where its key is lost, new draws are proposed and called that."""
    id = course.hand_in("return a + b", learner="ada")
    course.start()
    course.wait_for_marks(id)
    keys, digest = DrawKeys(course.home), course.record.submissions[id]["digest"]
    first = keys.newest()
    keys.add()

    _, listed = course.regrade()

    assert course.drawn(first, digest) == 2
    assert listed["counts"]["redrawn"] == 0
    (course.home / FILE).unlink()
    newest = keys.newest()
    _, listed = course.regrade()
    assert course.drawn(first, digest) == 2
    assert course.drawn(newest, digest) == 1
    assert listed["counts"]["redrawn"] == 1


def test_a_test_that_breaks_marks_nobody_down_and_is_named(
    course: Course, record: FakeRecord
) -> None:
    broken = course.hand_in("return a + b # breaks the test", learner="ada")
    course.start()
    course.wait_for_marks(broken)

    code, done = course.regrade("--yes")

    assert (code, done["changes"]) == (0, [])
    assert done["could_not_mark"] == [
        {
            "exercise": "sum-check",
            "submissions": 1,
            "why": f"{LAB} sum-check: the test broke: NameError: x",
        }
    ]
    assert course.newest(broken)["sum-check"] == (2.0, "passed")
    assert len(record.results[broken]) == 1


def test_a_test_the_solution_does_not_pass_marks_nobody_down(course: Course) -> None:
    tests = course.home / "versions" / LAB / CORRECTED / "tests" / "tests.json"
    tests.write_text('{"unproven": ["sum-check"]}')
    down = course.hand_in("return a + b + 0")
    course.start()
    course.wait_for_marks(down)

    _, listed = course.regrade()

    assert listed["changes"] == []
    assert "reference solution" in listed["could_not_mark"][0]["why"]


def test_killed_halfway_no_mark_is_lost_and_the_next_run_finishes(
    course: Course, record: FakeRecord
) -> None:
    ids = [course.hand_in("return b + a # slowly", learner=f"l{n}") for n in range(8)]
    course.start()
    course.wait_for_marks(*ids)
    before = {id: dict(revs) for id, revs in record.results.items()}

    command = course.begin_regrade("--yes")
    wait_for(lambda: sum(course.times_marked(id) == 2 for id in ids) >= 4)
    command.kill()
    command.wait()
    command.stdout.close() if command.stdout else None
    command.stderr.close() if command.stderr else None

    assert record.results == before
    code, done = course.regrade("--yes")
    assert (code, done["counts"]["up"]) == (0, 8)
    assert sum(course.times_marked(id) == 2 for id in ids) >= 1  # not all over again
    record.wait_until(lambda: all(len(record.results[id]) == 2 for id in ids))
    assert {course.newest(id)["sum-check"] for id in ids} == {(2.0, "passed")}


def test_without_a_service_the_yes_is_kept_and_the_next_service_writes(
    course: Course, record: FakeRecord
) -> None:
    """And late work of the old version is marked by the corrected one."""
    up = course.hand_in("return b + a")
    course.start()
    course.wait_for_marks(up)
    course.stop()

    code, done = course.regrade("--yes")

    assert (code, done["left"], len(record.results[up])) == (0, 1, 1)
    code, refused = course.regrade()
    assert (code, refused["ok"]) == (1, False)
    assert "not written yet" in refused["error"]
    late = course.hand_in("return b + a", learner="basile")
    course.start()
    record.wait_until(lambda: len(record.results[up]) == 2)
    course.wait_for_marks(late)
    assert course.newest(up)["sum-check"] == (2.0, "passed")
    assert course.newest(late)["sum-check"] == (2.0, "passed")


def test_a_mark_given_to_an_earlier_submission_by_a_person_stays(
    course: Course, record: FakeRecord
) -> None:
    first = course.hand_in("return b + a")
    course.start()
    course.wait_for_marks(first)
    type_score(course, "ada", 3.0)
    record.wait_until(lambda: len(record.results[first]) == 2)
    second = course.hand_in("return a + b")
    course.wait_for_marks(second)

    code, _ = course.regrade("--yes")

    assert code == 0
    record.wait_until(lambda: len(record.results[first]) == 3)
    assert course.newest(first) == {
        "sum-check": (2.0, "passed"),
        "why": (3.0, "passed"),
    }


def test_a_lab_nobody_has_is_one_sentence(course: Course, record: FakeRecord) -> None:
    code, refused = course.regrade("--cohort", "nowhere")

    assert (code, refused["ok"]) == (1, False)
    assert "not released to the cohort 'nowhere'" in refused["error"]
    assert refused["error"].endswith("No mark was changed.")


def test_nobody_has_handed_in_is_an_empty_list(course: Course) -> None:
    code, listed = course.regrade()

    assert (code, listed["changes"], listed["to_release"]) == (3, [], ["demo"])


def test_the_version_that_replaced_another_can_be_replaced(tmp_path: Path) -> None:
    from autograder.exchange.pending import PendingSubmission

    work = PendingSubmission.of(
        {
            "id": "s1",
            "cohort": "demo",
            "lab": LAB,
            "lang": "fr",
            "version": "v1",
            "learner": "ada",
            "kind": "submit",
            "received_at": "2026-12-01T09:00:00+00:00",
            "digest": "00",
        }
    )
    store = RegradeStore(tmp_path / "remarks.sqlite")
    try:
        assert store.by_the_corrected(work).version == "v1"
        store.commit(LAB, "v2", [], {"demo": ["v1", "v2"]})
        assert store.by_the_corrected(work).version == "v2"
        store.commit(LAB, "v3", [], {"demo": ["v2"]})
        assert store.by_the_corrected(work).version == "v3"
        store.commit(LAB, "v1", [], {"demo": ["v2", "v3"]})  # the author went back
        assert store.by_the_corrected(work).version == "v1"
    finally:
        store.close()


def test_the_outbox_remembers_who_was_marked_by_hand(tmp_path: Path) -> None:
    from autograder.exchange.outbox import Held

    box = Outbox(tmp_path / "outbox.sqlite")
    held = {"cohort": "demo", "lab": LAB, "learner": "ada", "student": "ada"}
    about = {"received_at": "2026-12-01T09:00:00+00:00", "result": small_lab.result()}
    try:
        first = Held(submission="s1", **held, **about)  # type: ignore[arg-type]
        box.append("s1", {"a": 1}, held=first)
        box.append("s1", {"a": 2}, held=first, by_hand=["why"])
        assert box.by_hand("s1") == set()  # it is still the latest
        second = Held(submission="s2", **held, **about)  # type: ignore[arg-type]
        box.append("s2", {"a": 3}, held=second, by_hand=["why"])
        assert (box.by_hand("s1"), box.by_hand("s2")) == ({"why"}, set())
    finally:
        box.close()
