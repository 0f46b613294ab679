"""`python -m hub.record WORD`, as an operator types it."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import httpx
import pytest

from hub.record.__main__ import main
from hub.record.commands import PLAIN
from hub.record.settings import BadSetting, from_environment
from tests.hub.record.classroom_life import Life, archive
from tests.hub.record.fake_hub import SEED, RecordServer, release_all

ROOT = Path(__file__).parents[3]
Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Run one command in this process: (exit code, output, errors)."""
    monkeypatch.setenv("CAIRE_STATE", str(tmp_path))
    monkeypatch.delenv("CAIRE_RECORD_DB", raising=False)

    def run(*words: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["hub.record", *words])
        code = main()
        said = capsys.readouterr()
        return code, said.out, said.err

    return run


def test_seeding_makes_the_database_and_says_what_it_added(
    run: Run, tmp_path: Path
) -> None:
    (tmp_path / "seed.json").write_text(json.dumps(SEED))

    code, out, _ = run("seed", str(tmp_path / "seed.json"))

    assert code == 0
    assert "2 cohorts, 6 learners" in out
    assert (tmp_path / "record" / "record.sqlite").exists()


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        ("{", "Nothing was added"),
        ("{}", "institution"),
        ('{"institution": "x", "cohorts": [], "colour": "red"}', "colour"),
        ('{"institution": "x", "cohorts": [{"id": "../x", "name": "x"}]}', "id"),
    ],
)
def test_a_wrong_seed_adds_nothing(
    run: Run, tmp_path: Path, content: str, sentence: str
) -> None:
    (tmp_path / "seed.json").write_text(content)

    code, _, err = run("seed", str(tmp_path / "seed.json"))

    assert code == 2
    assert sentence in err
    assert len(err.strip().splitlines()) == 1


def test_a_missing_seed_file_is_named(run: Run) -> None:
    code, _, err = run("seed", "/no/such.json")

    assert code == 2
    assert "/no/such.json" in err


def test_a_database_that_does_not_open_is_one_sentence(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CAIRE_RECORD_DB", "postgresql://x:secret@127.0.0.1:1/none")

    code, _, err = run("upgrade")

    assert code == 2
    assert "CAIRE_RECORD_DB" in err
    assert "secret" not in err


def test_a_wrong_time_zone_is_named() -> None:
    with pytest.raises(BadSetting, match="CAIRE_TIMEZONE is 'Mars/Base'"):
        from_environment({"CAIRE_TIMEZONE": "Mars/Base"})


def test_rebuilding_finds_no_difference(run: Run, tmp_path: Path) -> None:
    with RecordServer(tmp_path) as server:
        release_all(server)
        life = Life(server)
        life.done("ada", "N1-00", ["passed", "failed", "partial"])
        life.send("ada", "N1-00")
        life.http.close()

    assert run("rebuild", "--check")[:2] == (
        0,
        "8 derived rows, 0 differ from before (nothing was written).\n",
    )
    assert run("rebuild")[0] == 0


def test_rebuilding_mends_what_was_changed_by_hand(run: Run, tmp_path: Path) -> None:
    with RecordServer(tmp_path) as server:
        release_all(server)
        life = Life(server)
        life.done("ada", "N1-00", ["failed"] * 3)
        life.http.close()
        with server.context.database.write() as session:
            session.connection().exec_driver_sql("UPDATE progress SET points = 9999")

    checked, out, _ = run("rebuild", "--check")
    assert (checked, "3 differ" in out) == (1, True)
    assert run("rebuild")[0] == 1
    assert run("rebuild", "--check")[0] == 0


def test_a_receipt_is_verified_with_and_without_its_files(
    run: Run, tmp_path: Path
) -> None:
    with RecordServer(tmp_path) as server:
        release_all(server)
        life = Life(server)
        got = life.http.post(
            "/api/submissions/demo/N1-00",
            content=archive("N1-00", "mine"),
            headers={"Authorization": "token token-ada"},
        ).json()["receipt"]
        key = life.http.get("/api/receipt-key").text
        life.http.close()
    (tmp_path / "r.jws").write_text(got["jws"])
    (tmp_path / "key.json").write_text(key)
    (tmp_path / "work").mkdir()

    code, out, _ = run("verify-receipt", str(tmp_path / "r.jws"))
    assert (code, "ada" in out, got["digest"] in out) == (0, True, True)
    keyed = ("--key", str(tmp_path / "key.json"))
    assert run("verify-receipt", got["jws"], *keyed)[0] == 0
    folder = ("--folder", str(tmp_path / "work"))
    assert run("verify-receipt", got["jws"], *folder)[0] == 1
    code, _, err = run("verify-receipt", got["jws"][:-6] + "AAAAAA")
    assert (code, "NOT valid" in err) == (2, True)


def test_the_secrets_are_readable_by_the_service_alone(
    run: Run, tmp_path: Path
) -> None:
    with RecordServer(tmp_path):
        pass

    for name in ("receipt-key.pem", "cookie-secret"):
        assert (tmp_path / "record" / name).stat().st_mode & 0o077 == 0


def test_every_word_has_a_help_line() -> None:
    assert all(run.__doc__ for run in PLAIN.values())


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def service_environment(state: Path, port: int) -> dict[str, str]:
    """What the Hub gives a managed service."""
    return {
        "PATH": os.environ["PATH"],
        "CAIRE_STATE": str(state),
        "JUPYTERHUB_SERVICE_NAME": "record",
        "JUPYTERHUB_SERVICE_URL": f"http://127.0.0.1:{port}",
        "JUPYTERHUB_SERVICE_PREFIX": "/services/record/",
        "JUPYTERHUB_API_TOKEN": "x" * 32,
        "JUPYTERHUB_API_URL": "http://127.0.0.1:1/hub/api",
        "JUPYTERHUB_CLIENT_ID": "service-record",
    }


def start(state: Path, port: int) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-m", "hub.record"],
        cwd=ROOT,
        env=service_environment(state, port),
        stderr=subprocess.PIPE,
    )


def until_healthy(port: int) -> httpx.Response:
    for _ in range(150):
        try:
            return httpx.get(f"http://127.0.0.1:{port}/services/record/health")
        except httpx.TransportError:
            time.sleep(0.2)
    raise AssertionError("the record did not answer within 30 s")


@pytest.mark.slow
def test_the_service_starts_answers_and_stops_cleanly(tmp_path: Path) -> None:
    port = free_port()
    service = start(tmp_path, port)
    try:
        assert until_healthy(port).json() == {"ok": True}
        without_hub = httpx.get(
            f"http://127.0.0.1:{port}/services/record/api/assignments",
            headers={"Authorization": "token x"},
        )
        assert without_hub.status_code in (500, 502)
        assert without_hub.json()["ok"] is False
        service.send_signal(signal.SIGTERM)
        assert service.wait(15) == 0
    finally:
        service.kill()
        service.communicate()


@pytest.mark.slow
def test_a_taken_port_is_one_sentence(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        service = start(tmp_path, port)
        _, errors = service.communicate(timeout=60)

    assert service.returncode == 2
    assert f"Port {port}".encode() in errors
    assert b"The record was not started" in errors
