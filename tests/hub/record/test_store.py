"""The database keeps what happened; the same rules on SQLite and PostgreSQL."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError, StatementError
from sqlalchemy.orm import Session

from hub.record import exchange, seeding
from hub.record.commands import DERIVED
from hub.record.domain.receipts import ReceiptKey
from hub.record.domain.refusal import Refused
from hub.record.exchange import Door, Parcel, Taken
from hub.record.store import audit, classroom, people, progress, releases, submissions
from hub.record.store.base import Base, row_dict
from hub.record.store.database import Database, alembic_config
from hub.record.store.models import (
    Attempt,
    Blob,
    Enrolment,
    Event,
    Institution,
    Job,
    Progress,
    Staff,
    Submission,
)
from hub.record.store.releases import NewExercise
from tests.hub.record.classroom_life import parcel, result
from tests.hub.record.fake_hub import SEED

LAB = "N1-00"
KEY = ReceiptKey.from_pem(ReceiptKey.new_pem())
NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def door(database: Database) -> Door:
    with database.write() as session:
        exercises = [
            NewExercise(slug, 1000, False, slug, slug)
            for slug in ("codename", "predict-first", "repair")
        ]
        for cohort in ("demo", "demo-b"):
            releases.add_version(session, LAB, "v1", exercises, {"fr": b"x"})
            releases.put_release(session, cohort, LAB, "v1", None)
    return Door(database, KEY, "Site")


def send(door: Door, words: str = "", **changes: object) -> Taken:
    given = {
        "user": "ada",
        "cohort": "demo",
        "lab": LAB,
        "kind": "submit",
        "lang": "fr",
        "body": parcel(LAB, words),
        "received_at": NOW,
    }
    return exchange.take(door, Parcel(**{**given, **changes}))  # type: ignore[arg-type]


def mark(door: Door, submission: str, states: list[str], rev: int = 1) -> None:
    with door.database.write() as session:
        row = submissions.find(session, submission)
        assert row is not None
        body = {"result": result(LAB, states), "final": True}
        progress.append(session, row, progress.AUTOGRADER, rev, body)


def count(database: Database, model: type[Base]) -> int:
    with database.read() as session:
        return session.scalar(select(func.count()).select_from(model)) or 0


def test_upgrading_again_changes_nothing_and_the_models_are_the_tables(
    database: Database,
) -> None:
    database.upgrade()

    with database.engine.connect() as connection, connection.begin():
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []
        assert (
            len(ScriptDirectory.from_config(alembic_config(connection)).get_heads())
            == 1
        )


def test_sqlite_is_set_to_survive_a_power_cut(tmp_path: Path) -> None:
    database = Database(f"sqlite:///{tmp_path / 'r.sqlite'}")
    with database.engine.connect() as connection:
        found = {
            name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
            for name in ("journal_mode", "foreign_keys", "synchronous", "busy_timeout")
        }
    database.close()

    assert found == {
        "journal_mode": "wal",
        "foreign_keys": 1,
        "synchronous": 2,  # FULL
        "busy_timeout": 15_000,
    }


@pytest.mark.parametrize("table", ["event", "audit_log"])
@pytest.mark.parametrize("change", ["DELETE FROM {0}", "UPDATE {0} SET id = id + 1"])
def test_what_happened_cannot_be_edited_or_deleted(
    door: Door, table: str, change: str
) -> None:
    send(door)

    with (
        pytest.raises(DBAPIError, match="append-only"),
        door.database.write() as session,
    ):
        session.execute(text(change.format(table)))


def test_times_come_back_as_utc_and_naive_ones_are_refused(door: Door) -> None:
    paris = NOW.astimezone().replace(tzinfo=UTC) - timedelta(hours=1)
    taken = send(door, received_at=paris)

    with door.database.read() as session:
        row = submissions.find(session, taken.submission)
        assert row is not None
        assert (row.received_at, row.received_at.tzinfo) == (paris, UTC)
    with pytest.raises(StatementError, match="naive"):
        send(door, "other", received_at=NOW.replace(tzinfo=None))


def test_foreign_keys_hold(database: Database) -> None:
    with pytest.raises(IntegrityError), database.write() as session:
        session.add(Blob(submission_id="nobody's", body=b""))


def test_seeding_twice_is_seeding_once(database: Database) -> None:
    before = [count(database, model) for model in (Enrolment, Institution, Job)]
    with database.write() as session:
        seeding.apply(session, seeding.plan(SEED))

    assert [count(database, m) for m in (Enrolment, Institution, Job)] == before
    assert before == [6, 1, 3]


def test_same_bytes_are_the_same_submission_and_receipt(door: Door) -> None:
    first, again = send(door), send(door)

    assert (first.is_new, again.is_new) == (True, False)
    assert first.submission == again.submission
    assert count(door.database, Submission) == count(door.database, Blob) == 1
    assert count(door.database, Event) == 1


def test_a_check_and_a_submission_of_the_same_bytes_are_two(door: Door) -> None:
    assert send(door).submission != send(door, kind="check").submission


def test_older_work_sent_again_becomes_current_and_rebuilds_so(door: Door) -> None:
    first = send(door, "good")
    second = send(door, "bad")
    mark(door, first.submission, ["passed"] * 3)
    mark(door, second.submission, ["failed"] * 3)

    again = send(door, "good")

    assert again.submission == first.submission
    with door.database.read() as session:
        assert {row.status for row in session.scalars(select(Progress))} == {"passed"}
        newest = submissions.newest_per_learner(session, "demo", LAB)
        assert [task.row.id for task in newest] == [first.submission]


def test_arrivals_keep_their_order_when_the_clock_steps_back(door: Door) -> None:
    send(door, "one")
    late = send(door, "two", received_at=NOW - timedelta(hours=1))

    with door.database.read() as session:
        seat = people.seat(session, "ada", "demo")
        assert seat is not None
        newest = submissions.newest_of(session, seat.enrolment, LAB)
        assert newest is not None
        assert newest.id == late.submission


def test_a_crash_between_event_and_progress_leaves_neither(
    door: Door, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = send(door)

    def dies(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr(progress, "rederive", dies)
    with pytest.raises(RuntimeError):
        mark(door, taken.submission, ["passed"] * 3)

    assert count(door.database, Event) == 1
    assert count(door.database, Attempt) == count(door.database, Progress) == 0


def derived(session: Session) -> dict[str, list[dict[str, object]]]:
    return {
        model.__tablename__: sorted(
            (row_dict(row) for row in session.scalars(select(model))), key=str
        )
        for model in DERIVED
    }


def test_rebuilding_from_the_events_reproduces_everything_derived(door: Door) -> None:
    for words, states in (
        ("a", ["passed", "failed", "untouched"]),
        ("b", ["partial", "waiting", "could_not_mark"]),
        ("c", ["failed", "passed", "passed"]),
    ):
        mark(door, send(door, words).submission, states)
    mark(door, send(door, "a").submission, ["passed", "passed", "waiting"], rev=2)
    send(door, "d", kind="check", user="basile")
    with door.database.read() as session:
        before = derived(session)

    with door.database.write() as session:
        progress.rebuild(session)

    with door.database.read() as session:
        assert derived(session) == before
    assert len(before["progress"]) == 3


def test_many_at_once_each_get_their_own_receipt(door: Door) -> None:
    """Threads of one service, writing to one database."""
    taken: list[Taken] = []
    users = ("ada", "basile", "chloe", "driss")

    def hand_in(user: str) -> None:
        taken.extend(send(door, f"{user} {n}", user=user) for n in range(5))

    threads = [threading.Thread(target=hand_in, args=(user,)) for user in users]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({one.submission for one in taken}) == 20
    assert count(door.database, Submission) == count(door.database, Event) == 20


def test_two_deliveries_of_one_result_at_once_count_once(door: Door) -> None:
    from hub.record.web.api import feed

    taken = send(door)
    body = {"result": result(LAB, ["passed"] * 3), "final": True}
    answers: list[bool] = []

    def deliver() -> None:
        with door.database.write() as session:
            answers.append(feed.store_result(session, taken.submission, 1, body))

    threads = [threading.Thread(target=deliver) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(answers) == [False, False, False, True]
    assert count(door.database, Attempt) == 3


def test_an_extension_counts_for_one_learner_until_it_is_undone(door: Door) -> None:
    due = NOW - timedelta(days=1)
    with door.database.write() as session:
        releases.put_release(session, "demo", LAB, "v1", due)
        release = releases.release_of(session, "demo", LAB)
        seat = people.seat(session, "ada", "demo")
        assert release is not None
        assert seat is not None
        extension = releases.extend(
            session, seat.enrolment, release, NOW + timedelta(days=1), "ill", "prof"
        )

    assert send(door, "ada in time").is_new
    with pytest.raises(Refused) as late:
        send(door, "basile late", user="basile")
    assert late.value.status == 403
    with door.database.write() as session:
        releases.undo_extension(session, "demo", extension.id, "prof")
    with pytest.raises(Refused):
        send(door, "ada late")
    assert not send(door, "ada in time").is_new


def test_the_audit_chain_shows_a_changed_row(door: Door) -> None:
    with door.database.write() as session:
        for number in range(3):
            audit.note(session, "prof", "read", cohort="demo", number=number)
        assert audit.first_broken(session) is None
    with door.database.read() as session:
        second = audit.trail(session, "demo")[1]

    assert audit.follows(second)
    second.detail = '{"number":7}'
    assert not audit.follows(second)


def test_staff_rights_end_when_they_say(database: Database) -> None:
    with database.write() as session:
        row = session.scalar(select(Staff).where(Staff.user == "prof"))
        assert row is not None
        assert people.is_staff(session, "prof", "demo")
        row.valid_to = NOW - timedelta(days=400)
        session.flush()

        assert not people.is_staff(session, "prof", "demo")
        assert people.staff_cohorts(session, "prof") == []


def test_an_institutions_staff_answer_for_all_its_cohorts(database: Database) -> None:
    with database.write() as session:
        session.add(
            Staff(
                user="dean", scope_type="institution", scope_id="demo", valid_from=NOW
            )
        )
        session.flush()

        assert people.is_staff(session, "dean", "demo-b")
        assert not people.is_staff(session, "dean", "no-such-cohort")
        assert [each for each, _ in people.staff_cohorts(session, "dean")] == [
            "demo",
            "demo-b",
        ]


def test_the_class_is_read_in_a_few_questions_whatever_its_size(door: Door) -> None:
    for user in ("ada", "basile"):
        for words in ("1", "2"):
            mark(door, send(door, user + words, user=user).submission, ["failed"] * 3)
    asked: list[str] = []
    from sqlalchemy import event

    with door.database.read() as session:
        release = releases.release_of(session, "demo", LAB)
        assert release is not None
        event.listen(
            session.connection(), "before_cursor_execute", lambda *a: asked.append(a[2])
        )
        matrix = classroom.matrix(session, release)

    assert len(asked) <= 6
    assert matrix.handed_in == 2
    assert [row.seat.user for row in matrix.rows][:2] == ["ada", "basile"]
