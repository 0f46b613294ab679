"""The service as a real process against a fake record, killed at bad moments."""

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from autograder.gradebook.scores import lines_in
from autograder.runtime.heartbeat import read_heartbeat
from tests.autograder import small_lab
from tests.autograder.fake_record import TOKEN, FakeRecord

# A real process with real Dask workers and real nbgrader: seconds each.
pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]
KILLS_ITS_WORKER = small_lab.submission(why="kills its worker")


class Site:
    """A state folder whose service can be started, killed and looked at."""

    def __init__(self, folder: Path, record: FakeRecord) -> None:
        self.state = folder
        self.home = folder / "autograder"
        self.marks = folder / "marks"
        self.record = record
        self.process: subprocess.Popen[str] | None = None
        self.marks.mkdir(parents=True)
        small_lab.small_version(self.home / "versions")
        connection = {
            "record_url": record.url,
            "token": TOKEN,
            "engine": "local",
            "workers": 2,
            "limits": {"wall_s": 20},
            "forkserver": False,  # ten starts here, each with four processes to warm
        }
        (self.home / "connection.json").write_text(json.dumps(connection))

    @property
    def log(self) -> Path:
        return self.state / "service.log"

    def start(self) -> None:
        environment = {
            **os.environ,
            "CAIRE_STATE": str(self.state),
            "CAIRE_TEST_MARKS": str(self.marks),
            "PYTHONPATH": str(ROOT),
        }
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.autograder.service.serve_stand_in"],
                cwd=ROOT,
                env=environment,
                stdout=log,
                stderr=log,
                text=True,
            )

    def workers(self) -> list[psutil.Process]:
        """Dask's worker processes that live right now."""
        assert self.process is not None
        with suppress(psutil.NoSuchProcess):
            children = psutil.Process(self.process.pid).children(recursive=True)
            return [child for child in children if is_worker(child)]
        return []

    def kill(self) -> None:
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    def stop(self) -> int:
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=30)

    def events(self, event: str) -> list[dict[str, Any]]:
        lines = self.log.read_text().splitlines()
        found = [json.loads(line) for line in lines if line.startswith("{")]
        return [each for each in found if each["event"] == event]

    def gradebook(self) -> dict[tuple[str, str], float | None]:
        lines = lines_in(self.home / "courses" / "demo" / "gradebook.db")
        return {(each.student, each.exercise): each.auto for each in lines}


@pytest.fixture
def record() -> Iterator[FakeRecord]:
    with FakeRecord() as record:
        yield record


@pytest.fixture
def site(tmp_path: Path, record: FakeRecord) -> Iterator[Site]:
    site = Site(tmp_path / "var", record)
    yield site
    if site.process is not None and site.process.poll() is None:
        site.stop()


def is_worker(process: psutil.Process) -> bool:
    try:
        return "spawn_main" in " ".join(process.cmdline())
    except (psutil.NoSuchProcess, psutil.ZombieProcess):
        return False


def wait_for(condition: Callable[[], bool], timeout_s: float = 180) -> None:
    end = time.monotonic() + timeout_s
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.05)


def type_score(site: Site, student: str, score: float) -> None:
    database = site.home / "courses" / "demo" / "gradebook.db"
    with closing(sqlite3.connect(database)) as db, db:
        db.execute(
            "UPDATE grade SET manual_score = ?, needs_manual_grade = 0 WHERE id IN"
            " (SELECT g.id FROM grade g JOIN base_cell c ON c.id = g.cell_id"
            "  JOIN submitted_notebook n ON n.id = g.notebook_id"
            "  JOIN submitted_assignment a ON a.id = n.assignment_id"
            "  WHERE c.name = 'why' AND a.student_id = ?)",
            (score, student),
        )


def test_a_submission_is_marked_and_its_mark_delivered(
    site: Site, record: FakeRecord
) -> None:
    id = record.submit(small_lab.submission())
    site.start()

    record.wait_until(lambda: id in record.feedback)

    assert record.states(id) == ["passed", "waiting"]
    assert record.feedback[id] == "<p>2.0 / 2</p>"
    assert site.gradebook() == {("ada", "sum-check"): 2.0, ("ada", "why"): None}
    assert site.stop() == 0
    assert site.workers() == []


def test_a_check_never_touches_the_gradebook(site: Site, record: FakeRecord) -> None:
    id = record.submit(small_lab.submission(), kind="check")
    site.start()

    record.wait_until(lambda: id in record.results)

    assert record.states(id) == ["passed", "waiting"]
    assert site.gradebook() == {}


def test_the_gradebook_holds_the_latest_and_the_record_hears_of_all(
    site: Site, record: FakeRecord
) -> None:
    good = record.submit(small_lab.submission())
    bad = record.submit(small_lab.submission("return a - b"))
    site.start()
    record.wait_until(lambda: {good, bad} <= set(record.results))

    old = "2026-11-01T09:00:00+00:00"
    late = record.submit(small_lab.submission(), received_at=old)
    record.wait_until(lambda: late in record.results)

    assert record.states(good) == record.states(late) == ["passed", "waiting"]
    assert record.states(bad) == ["failed", "waiting"]
    assert site.gradebook()["ada", "sum-check"] == 0.0


def test_older_work_sent_again_is_in_the_gradebook_again(
    site: Site, record: FakeRecord
) -> None:
    good = record.submit(small_lab.submission())
    bad = record.submit(small_lab.submission("return a - b"))
    site.start()
    record.wait_until(lambda: {good, bad} <= set(record.results))
    assert site.gradebook()["ada", "sum-check"] == 0.0

    record.send_again(good, "2026-12-02T09:00:00+00:00")
    record.wait_until(lambda: len(record.results[good]) == 2)

    assert site.gradebook()["ada", "sum-check"] == 2.0
    assert [each.get("arrival") for each in record.results[good].values()] == [None, 2]


def test_a_score_typed_by_hand_becomes_a_new_revision(
    site: Site, record: FakeRecord
) -> None:
    id = record.submit(small_lab.submission())
    site.start()
    record.wait_until(lambda: id in record.results)

    type_score(site, "ada", 3)
    record.wait_until(lambda: len(record.results[id]) == 2)
    type_score(site, "ada", 1)
    record.wait_until(lambda: len(record.results[id]) == 3)
    type_score(site, "ada", 3)
    record.wait_until(lambda: len(record.results[id]) == 4)

    whys = [
        each["result"]["exercises"][1]["state"] for each in record.results[id].values()
    ]
    assert whys == ["waiting", "passed", "partial", "passed"]
    assert [each["final"] for each in record.results[id].values()][:2] == [False, True]


def test_a_score_typed_while_the_service_was_down_is_not_lost(
    site: Site, record: FakeRecord
) -> None:
    id = record.submit(small_lab.submission())
    site.start()
    record.wait_until(lambda: id in record.results)
    site.kill()

    type_score(site, "ada", 2)
    site.start()

    record.wait_until(lambda: len(record.results[id]) == 2)
    assert record.states(id) == ["passed", "partial"]


def test_killing_the_service_in_the_middle_loses_no_mark_and_doubles_none(
    site: Site, record: FakeRecord
) -> None:
    ids = [
        record.submit(small_lab.submission(why=f"slowly {n}"), learner=f"learner{n}")
        for n in range(20)
    ]
    site.start()
    for done in (3, 9):
        record.wait_until(lambda done=done: len(record.results) >= done)
        workers = site.workers()
        site.kill()
        wait_for(lambda left=workers: not any(is_worker(each) for each in left))  # type: ignore[misc]
        site.start()

    record.wait_until(lambda: len(record.results) == 20)
    wait_for(lambda: len(record.feedback) == 20)

    assert {id: sorted(record.results[id]) for id in ids} == {id: [1] for id in ids}
    assert {state for id in ids for state in record.states(id)} == {"passed", "waiting"}
    assert len(site.gradebook()) == 40
    assert site.stop() == 0


def test_killing_workers_in_the_middle_loses_no_mark_and_doubles_none(
    site: Site, record: FakeRecord
) -> None:
    ids = [
        record.submit(small_lab.submission(why=f"slowly {n}"), learner=f"learner{n}")
        for n in range(20)
    ]
    site.start()
    for done in (3, 9):
        record.wait_until(lambda done=done: len(record.results) >= done)
        site.workers()[0].kill()

    record.wait_until(lambda: len(record.results) == 20)

    assert {id: sorted(record.results[id]) for id in ids} == {id: [1] for id in ids}
    assert {state for id in ids for state in record.states(id)} == {"passed", "waiting"}


def test_a_submission_that_kills_its_worker_fails_nobody(
    site: Site, record: FakeRecord
) -> None:
    killer = record.submit(KILLS_ITS_WORKER)
    broken = record.submit(small_lab.submission(why="breaks the marker"), "basile")
    next_one = record.submit(small_lab.submission(), "chloe")
    site.start()

    record.wait_until(lambda: {killer, broken, next_one} <= set(record.results))

    assert record.states(killer) == ["could_not_mark", "could_not_mark"]
    assert record.states(broken) == ["could_not_mark", "could_not_mark"]
    assert record.states(next_one) == ["passed", "waiting"]
    newest = record.results[killer][1]
    assert newest["final"] is False
    assert "nous réessayons" in newest["result"]["exercises"][0]["fr"]
    assert site.gradebook()["ada", "sum-check"] is None
    assert "a bug of ours" not in site.log.read_text()


def test_a_record_that_stumbles_gets_every_mark_once(
    site: Site, record: FakeRecord
) -> None:
    record.trouble = [503, 500, 429, 502]
    id = record.submit(small_lab.submission())
    site.start()

    record.wait_until(lambda: id in record.feedback)

    assert sorted(record.results[id]) == [1]
    assert record.trouble == []


def test_after_losing_the_outbox_we_continue_above_what_the_record_has(
    site: Site, record: FakeRecord
) -> None:
    id = record.submit(small_lab.submission())
    result = {"result": small_lab.result(0.0).to_dict(), "final": True}
    record.results[id] = dict.fromkeys(range(1, 6), result)
    record.is_pending = lambda id: len(record.results[id]) < 6
    site.start()

    record.wait_until(lambda: 6 in record.results[id])

    assert record.states(id) == ["passed", "waiting"]


def test_a_version_that_is_not_here_is_told_and_stays_pending(
    site: Site, record: FakeRecord
) -> None:
    id = record.submit(small_lab.submission(), version="lost-1")
    site.start()

    wait_for(lambda: bool(site.log.exists() and site.events("will-retry")))
    small_lab.small_version(site.home / "versions", "lost-1")

    record.wait_until(lambda: id in record.results)
    assert "release N1-00" in site.events("will-retry")[0]["why"]


def test_a_second_service_does_nothing(site: Site, record: FakeRecord) -> None:
    site.start()
    wait_for(lambda: read_heartbeat(site.home / "service.json") is not None)
    first = site.process
    site.start()

    assert site.process is not None
    assert site.process.wait(timeout=60) == 1
    assert "tourne déjà" in site.log.read_text()
    site.process = first


def test_the_log_has_ids_and_never_what_a_learner_wrote(
    site: Site, record: FakeRecord
) -> None:
    id = record.submit(small_lab.submission(why="My secret reason"))
    site.start()
    record.wait_until(lambda: id in record.feedback)
    site.stop()

    assert [each["submission"] for each in site.events("marked")] == [id]
    assert "secret reason" not in site.log.read_text()
    assert site.events("stopped")
