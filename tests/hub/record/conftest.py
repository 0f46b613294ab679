"""Fixtures of the record's tests.

database   an upgraded, seeded database; every test runs on SQLite and PostgreSQL
exchange   the exchange on that database, N1-00 released to both cohorts
server     the record with a stand-in Hub around it, fresh, nothing released
life       the same with the labs released, and one-line helpers
school     one class in the middle of its work, shared by a file's read-only tests
postgres   (session) a real PostgreSQL in a temporary folder; missing = failure
"""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

ROOT = Path(__file__).parents[3]
sys.path.insert(0, str(ROOT))

from hub.record import seeding  # noqa: E402  # the path must be set first
from hub.record.domain.receipts import ReceiptKey  # noqa: E402
from hub.record.exchange import Exchange  # noqa: E402
from hub.record.store import releases  # noqa: E402
from hub.record.store.database import Database  # noqa: E402
from hub.record.store.releases import NewExercise  # noqa: E402
from tests.hub.record import fake_hub  # noqa: E402
from tests.hub.record.classroom_life import Life  # noqa: E402
from tests.hub.record.classroom_life import live as live_a_while  # noqa: E402
from tests.hub.record.fake_hub import RecordServer  # noqa: E402
from tests.hub.record.store.helpers import LAB  # noqa: E402

KEY = ReceiptKey.from_pem(ReceiptKey.new_pem())


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The socket folder of a running PostgreSQL 15, with superuser `postgres`."""
    programs = sorted(Path("/usr/lib/postgresql").glob("*/bin/postgres"))
    assert programs, "PostgreSQL is not installed: apt install postgresql"
    folder = Path(tempfile.mkdtemp(prefix="record-pg-", dir="/tmp"))
    # PostgreSQL refuses to run as root.
    user = "postgres" if os.getuid() == 0 else None
    if user:
        shutil.chown(folder, user, user)
    bin_folder, data = programs[-1].parent, str(folder / "data")
    make = [str(bin_folder / "initdb"), "-D", data, "-A", "trust", "-U", "postgres"]
    subprocess.run(make, check=True, capture_output=True, cwd=folder, user=user)
    running = subprocess.Popen(
        [str(programs[-1]), "-D", data, "-k", str(folder), "-c", "listen_addresses="],
        cwd=folder,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        user=user,
    )
    ready = [str(bin_folder / "pg_isready"), "-h", str(folder), "-t", "20"]
    try:
        for _ in range(100):
            if subprocess.run(ready, capture_output=True, check=False).returncode == 0:
                break
            assert running.poll() is None, "PostgreSQL ended while starting"
            time.sleep(0.1)
        yield str(folder)
    finally:
        # SIGINT: a fast stop. SIGTERM would wait for a client that forgot to leave.
        running.send_signal(signal.SIGINT)
        try:
            running.wait(20)
        except subprocess.TimeoutExpired:
            running.kill()
            running.wait(10)
        shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_url(postgres: str, request: pytest.FixtureRequest) -> str:
    """An empty database of its own for one test."""
    name = f"t{abs(hash(request.node.nodeid)) % 10**12}"
    with psycopg.connect(
        f"host={postgres} user=postgres dbname=postgres", autocommit=True
    ) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}"')
        connection.execute(f'CREATE DATABASE "{name}"')
    return f"postgresql+psycopg://postgres@/{name}?host={postgres}"


ENGINES = ["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)]


@pytest.fixture(params=ENGINES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'record.sqlite'}"
    return str(request.getfixturevalue("postgres_url"))


@pytest.fixture
def database(database_url: str) -> Iterator[Database]:
    database = Database(database_url)
    database.upgrade()
    with database.write() as session:
        seeding.apply(session, seeding.plan(fake_hub.SEED))
    yield database
    database.close()


@pytest.fixture
def exchange(database: Database) -> Exchange:
    with database.write() as session:
        exercises = [
            NewExercise(slug, 1000, False, slug, slug)
            for slug in ("codename", "predict-first", "repair")
        ]
        for cohort in ("demo", "demo-b"):
            releases.add_version(session, LAB, "v1", exercises, {"fr": b"x"})
            releases.put_release(session, cohort, LAB, "v1", None)
    return Exchange(database, KEY, "Site")


@pytest.fixture
def server(tmp_path: Path) -> Iterator[RecordServer]:
    with RecordServer(tmp_path) as running:
        yield running


@pytest.fixture
def life(server: RecordServer) -> Iterator[Life]:
    fake_hub.release_all(server)
    life = Life(server)
    yield life
    life.http.close()


@pytest.fixture(scope="module")
def school(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Life]:
    with RecordServer(tmp_path_factory.mktemp("school")) as running:
        life = live_a_while(running)
        yield life
        life.http.close()
