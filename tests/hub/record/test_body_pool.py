"""Workers read bodies: within limits, in turns, and without anything of ours."""

from __future__ import annotations

import asyncio
import base64
import json
import threading
from collections.abc import AsyncIterator, Iterator
from pathlib import Path
from typing import Any

import pytest

from hub.record import body_pool
from hub.record.body_pool import BodyPool, BodyWorker
from hub.record.body_worker import MEMORY, answer_to
from hub.record.domain.archive import digest_of, pack, unpack_own
from hub.record.domain.refusal import Refused
from tests.hub.record.classroom_life import archive
from tests.hub.record.fake_hub import notebook

FILES = {"N1-00.ipynb": json.dumps(notebook("N1-00")).encode()}


@pytest.fixture
async def pool() -> AsyncIterator[BodyPool]:
    pool = BodyPool()
    yield pool
    pool.close()


@pytest.fixture
def body(tmp_path: Path) -> Path:
    (tmp_path / "body").write_bytes(archive("N1-00"))
    return tmp_path / "body"


async def read(pool: BodyPool, body: Path, who: str = "ada") -> dict[str, Any]:
    return await pool.read(who, "submission", body, lab="N1-00", exercises=["codename"])


async def test_a_submission_is_packed_again_beside_its_body(
    pool: BodyPool, body: Path
) -> None:
    found = await read(pool, body)

    assert found["digest"] == digest_of(FILES)
    assert unpack_own(body.with_suffix(".packed").read_bytes()) == FILES
    assert (body.with_suffix(".packed").stat().st_mode & 0o077) in (0, 0o044)


async def test_a_refusal_comes_back_as_it_is(pool: BodyPool, body: Path) -> None:
    body.write_bytes(b"%PDF")

    with pytest.raises(Refused, match="archive zip lisible") as told:
        await read(pool, body)

    assert told.value.status == 400


async def test_a_worker_has_a_memory_limit_and_no_token(
    pool: BodyPool, body: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("JUPYTERHUB_API_TOKEN", "secret")
    await read(pool, body)
    (pid,) = pool.pids

    limits = Path(f"/proc/{pid}/limits").read_text()
    environment = Path(f"/proc/{pid}/environ").read_bytes()

    assert f"Max address space         {MEMORY}" in limits
    assert b"secret" not in environment


async def test_of_one_person_one_body_is_read_at_a_time(
    pool: BodyPool, body: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever sends many holds up their own, not another's."""
    go_on = threading.Event()
    real = BodyPool._ask

    def ask(self: BodyPool, task: dict[str, Any]) -> dict[str, Any]:
        if task["lab"] == "N1-00":
            go_on.wait(30)
        return real(self, task)

    monkeypatch.setattr(BodyPool, "_ask", ask)
    attack = asyncio.gather(*(read(pool, body) for _ in range(12)))
    (body.parent / "other").mkdir()
    other = body.parent / "other" / "body"
    other.write_bytes(archive("N1-01"))

    mine = pool.read("basile", "submission", other, lab="N1-01", exercises=[])
    found = await asyncio.wait_for(mine, 30)
    assert not attack.done()
    go_on.set()

    assert found["digest"]
    assert len(await attack) == 12
    assert len(pool.pids) <= body_pool.WORKERS


async def test_one_that_is_late_is_ended_and_another_takes_its_place(
    body: Path,
) -> None:
    pool = BodyPool(size=1, limit_s=0.0)
    with pytest.raises(Refused) as told:
        await read(pool, body)
    pool.limit_s = body_pool.LIMIT_S

    found = await read(pool, body)

    pool.close()
    assert told.value.status == 413
    assert found["digest"] == digest_of(FILES)


@pytest.fixture
def worker() -> Iterator[BodyWorker]:
    worker = BodyWorker()
    yield worker
    worker.end()


def test_a_worker_ends_with_the_one_that_started_it(worker: BodyWorker) -> None:
    process = worker._process
    assert process.stdin is not None

    process.stdin.close()

    assert process.wait(30) == 0


def version(tmp_path: Path, files: Any) -> dict[str, Any]:
    path = tmp_path / "body"
    path.write_text(json.dumps({"exercises": [], "files": files}))
    return answer_to({"job": "version", "path": str(path)})


def test_a_versions_archives_are_packed_again_by_us(tmp_path: Path) -> None:
    text = base64.b64encode(pack({"a.txt": b"x"})).decode()

    said = version(tmp_path, {"fr": text, "en": text})

    assert said == {"found": {"body": {"exercises": [], "files": {"fr": "", "en": ""}}}}
    assert (tmp_path / "body.en").read_bytes() == pack({"a.txt": b"x"})
    for broken in ("%%%", base64.b64encode(b"no zip").decode()):
        refused = version(tmp_path, {"fr": text, "en": broken})["refused"]
        assert refused[0] == 400
        assert "en base64" in refused[1]


@pytest.mark.parametrize("files", [None, [], {}, {"fr": 1}, "x"])
def test_a_version_without_archives_goes_on_to_be_refused_by_its_shape(
    tmp_path: Path, files: Any
) -> None:
    assert version(tmp_path, files)["found"]["body"]["files"] == files
