"""Bodies that attack the record: before one is known, too large, too slow, too late.

On sockets, at the real record in a process of its own where memory is measured.
"""

from __future__ import annotations

import io
import json
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from hub.record.domain.archive import MAX_BODY
from hub.record.domain.receipts import verify
from hub.record.store.models import Submission
from hub.record.web.bodies import BodyBounds
from tests.hub.record.classroom_life import Life, archive, headers
from tests.raw_http import (
    KB,
    MB,
    Answer,
    ask,
    pour,
    read,
    resident_mb,
    send,
    until,
)

ROOT = Path(__file__).parents[3]
SUBMIT = "/services/record/api/submissions/demo/N1-00"
ADA: dict[str, Any] = {"Authorization": "token token-ada"}
BASILE: dict[str, Any] = {"Authorization": "token token-basile"}
DUE = datetime(2026, 11, 20, 12, tzinfo=UTC)
UPLOADS = {
    "a hand-in": ("POST", SUBMIT),
    "a result": ("PUT", f"/services/record/api/feed/results/{'0' * 20}/1"),
    "a version": ("PUT", "/services/record/api/feed/versions/N1-00/v2"),
    "feedback": ("PUT", f"/services/record/api/feed/feedback/{'0' * 20}"),
    "a form": ("POST", "/services/record/class/demo/extend"),
    "no address": ("POST", "/services/record/nothing"),
    "a page": ("POST", "/services/record/"),
    "the sign-in": ("POST", "/services/record/oauth_callback"),
}


@dataclass(frozen=True)
class Process:
    """The record and its stand-in Hub in a process of their own."""

    pid: int
    port: int


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Process]:
    folder = tmp_path_factory.mktemp("record")
    running = subprocess.Popen(
        [
            *(sys.executable, "-m", "tests.hub.record.fake_hub", "--port", "0"),
            *("--release", "--state", str(folder)),
        ],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert running.stdout is not None
    line = running.stdout.readline()
    yield Process(running.pid, int(line.split("127.0.0.1:")[1].partition("/")[0]))
    running.send_signal(signal.SIGINT)
    try:
        running.wait(15)
    finally:
        running.kill()
        running.wait()
        running.stdout.close()


def port_of(life: Life) -> int:
    return int(life.server.origin.rpartition(":")[2])


def test_the_record_is_a_process_of_its_own(process: Process) -> None:
    assert ask(process.port, "/services/record/health").status == 200


@pytest.mark.parametrize("what", UPLOADS)
def test_who_is_not_signed_in_is_answered_before_a_byte_is_read(
    process: Process, what: str
) -> None:
    method, path = UPLOADS[what]

    with send(process.port, path, method, Content_Length=str(90 * MB)) as upload:
        answer = read(upload)

    assert 400 <= answer.status < 500
    assert "Connection: close" in answer.head


def test_unfinished_uploads_of_nobody_take_no_memory(process: Process) -> None:
    before = resident_mb(process.pid)
    uploads: list[socket.socket] = []
    for method, path in list(UPLOADS.values()) * 3:
        uploads.append(send(process.port, path, method, Content_Length=str(90 * MB)))
        pour(uploads[-1], 20 * MB)

    grown = resident_mb(process.pid) - before
    for each in uploads:
        each.close()

    assert grown < 60
    assert ask(process.port, "/services/record/health").status == 200


def test_unfinished_uploads_of_a_learner_take_no_memory(process: Process) -> None:
    before = resident_mb(process.pid)
    uploads = []
    for _ in range(20):
        upload = send(process.port, SUBMIT, "POST", Content_Length=str(MAX_BODY), **ADA)
        pour(upload, 11 * MB)
        uploads.append(upload)

    grown = resident_mb(process.pid) - before
    others = hand_in(process.port, archive("N1-00", "of basile"), BASILE)
    for each in uploads:
        each.close()

    assert grown < 60
    assert others.status == 201


def test_a_learner_has_a_share_of_uploads_and_no_more(process: Process) -> None:
    uploads = [
        send(process.port, SUBMIT, "POST", Content_Length="100", **ADA)
        for _ in range(20)
    ]
    for each in uploads:
        each.settimeout(0.5)

    refused = [answer for each in uploads if (answer := told(each))]
    for each in uploads:
        each.close()

    assert len(refused) == 8
    assert {answer.status for answer in refused} == {429}
    assert "Retry-After" in refused[0].head
    assert "12 requests open" in refused[0].json["en"]


def told(upload: socket.socket) -> Answer | None:
    """What it is answered at once, if anything."""
    try:
        upload.recv(1, socket.MSG_PEEK)
    except TimeoutError:
        return None
    return read(upload)


def brackets(size: int) -> bytes:
    """A notebook of so many bytes that is nothing but small lists."""
    book = b'{"cells":[' + b"[]," * (size // 3) + b"[]]}"
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("N1-00.ipynb", book)
    return out.getvalue()


def objects(size: int) -> bytes:
    """As many small objects as one notebook may hold."""
    book = b'{"cells":[' + b'{"a":{}},' * 90_000 + b'{"a":"' + b"x" * size + b'"}]}'
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("N1-00.ipynb", book)
    return out.getvalue()


def hand_in(port: int, body: bytes, who: dict[str, Any], query: str = "") -> Answer:
    return ask(port, SUBMIT + query, "POST", body=body, **who)


@pytest.mark.parametrize("make", [brackets, objects])
def test_notebooks_made_to_fill_the_memory_fill_nobodys(
    process: Process, make: object
) -> None:
    body = make(7 * MB)  # type: ignore[operator]
    before = resident_mb(process.pid)
    most = [before]
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(0.02):
            most.append(resident_mb(process.pid))

    watching = threading.Thread(target=watch)
    watching.start()
    with ThreadPoolExecutor(9) as pool:
        attack = [
            pool.submit(hand_in, process.port, body, ADA, "?kind=check")
            for _ in range(8)
        ]
        other = hand_in(process.port, archive("N1-00", os.urandom(4).hex()), BASILE)
        statuses = {each.result().status for each in attack}
    stop.set()
    watching.join()

    assert statuses <= {200, 201, 400, 413, 429}
    assert other.status == 201
    assert max(most) - before < 100


def test_a_text_that_never_ends_is_refused_quickly(life: Life) -> None:
    """What counts the values must itself be linear."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("N1-00.ipynb", b'"\\' * (4 * MB - 1))

    answer = life.http.post(
        "/api/submissions/demo/N1-00", content=out.getvalue(), headers=headers("ada")
    )

    assert answer.status_code == 400


def test_a_worker_that_dies_is_replaced_and_others_are_served(life: Life) -> None:
    first = life.send("ada", "N1-00")
    for pid in life.server.context.pool.pids:
        os.kill(pid, signal.SIGKILL)

    assert life.send("basile", "N1-00") != first


def test_a_body_that_cannot_be_read_in_time_is_refused_and_not_kept(
    life: Life,
) -> None:
    life.server.context.pool.limit_s = 0.0

    answer = life.http.post(
        "/api/submissions/demo/N1-00", content=archive("N1-00"), headers=headers("ada")
    )

    life.server.context.pool.limit_s = 20.0
    assert answer.status_code == 413
    assert "nothing was handed in" in answer.json()["en"]
    assert life.send("ada", "N1-00")


def set_clock(life: Life, at: datetime) -> None:
    life.server.context.clock = lambda: at


def deadline(life: Life, due: datetime) -> None:
    release = {"cohort": "demo", "lab": "N1-00", "version": "v1"}
    body = release | {"due": due.isoformat()}
    life.http.post("/api/feed/releases", json=body, headers=headers("feed"))


def begun_before(life: Life, query: str = "") -> tuple[socket.socket, bytes]:
    """A hand-in of which half has arrived, a moment before the deadline."""
    deadline(life, DUE)
    set_clock(life, DUE - timedelta(seconds=1))
    body = archive("N1-00", "written after the deadline")
    target, length = SUBMIT + query, str(len(body))
    upload = send(port_of(life), target, "POST", Content_Length=length, **ADA)
    upload.sendall(body[:100])
    until(lambda: life.server.context.bodies.kept == 100)
    return upload, body[100:]


def test_what_is_complete_after_the_grace_is_late_whenever_it_began(
    life: Life,
) -> None:
    upload, rest = begun_before(life)
    set_clock(life, DUE + timedelta(seconds=150))

    upload.sendall(rest)
    answer = read(upload)

    assert answer.status == 403
    assert "began before the deadline" in answer.json["en"]
    assert "30 s" in answer.json["fr"].replace("\N{NO-BREAK SPACE}", " ")
    with life.server.context.database.read() as session:
        assert session.query(Submission).count() == 0


def test_what_is_complete_within_the_grace_counts_as_of_the_deadline(
    life: Life,
) -> None:
    upload, rest = begun_before(life)
    set_clock(life, DUE + timedelta(seconds=29))

    upload.sendall(rest)
    answer = read(upload)

    receipt = answer.json["receipt"]
    claims = verify(receipt["jws"], life.http.get("/api/receipt-key").json())
    assert answer.status == 201
    assert datetime.fromisoformat(receipt["received_at"]) == DUE
    assert datetime.fromisoformat(claims["received_at"]) == DUE
    late = DUE + timedelta(seconds=29)
    assert datetime.fromisoformat(claims["complete_at"]) == late


def test_the_grace_is_not_for_what_began_after_the_deadline(life: Life) -> None:
    deadline(life, DUE)
    set_clock(life, DUE + timedelta(seconds=1))

    answer = hand_in(port_of(life), archive("N1-00"), ADA)

    assert answer.status == 403
    assert "has passed" in answer.json["en"]


def test_a_check_has_no_deadline_and_tells_when_it_was_complete(life: Life) -> None:
    upload, rest = begun_before(life, "?kind=check")
    complete = DUE + timedelta(seconds=150)
    set_clock(life, complete)

    upload.sendall(rest)
    answer = read(upload)

    assert answer.status == 201
    assert datetime.fromisoformat(answer.json["receipt"]["received_at"]) == complete


@pytest.mark.parametrize(
    "bounds",
    [BodyBounds(longest_s=0.5), BodyBounds(first_s=0.5, least_rate=100 * KB)],
    ids=["too long in all", "too slow"],
)
def test_a_body_that_dawdles_is_cut_off_and_nothing_is_kept(
    life: Life, bounds: BodyBounds
) -> None:
    life.server.context.bodies.bounds = bounds
    upload = send(port_of(life), SUBMIT, "POST", Content_Length="5000", **ADA)
    upload.sendall(b"PK")

    answer = read(upload)

    assert answer.status == 408
    assert "too slowly" in answer.json["en"]
    assert "nothing was handed in" in answer.json["en"]
    arriving = life.server.context.bodies
    until(lambda: arriving.kept == 0 and not list(arriving.folder.iterdir()))


def test_everybodys_bodies_together_have_a_bound(life: Life) -> None:
    life.server.context.bodies.bounds = BodyBounds(together=50 * KB)
    first = send(port_of(life), SUBMIT, "POST", Content_Length=str(40 * KB + 1), **ADA)
    first.sendall(b"x" * 40 * KB)
    until(lambda: life.server.context.bodies.kept == 40 * KB)

    answer = hand_in(port_of(life), b"x" * 20 * KB, BASILE)
    first.close()

    assert answer.status == 503
    assert "Retry-After: 5" in answer.head
    until(lambda: life.server.context.bodies.kept == 0)
    assert hand_in(port_of(life), archive("N1-00"), BASILE).status == 201


def test_nothing_of_a_body_stays_on_disk(life: Life) -> None:
    life.send("ada", "N1-00")
    hand_in(port_of(life), b"no zip", ADA)

    folder = life.server.context.bodies.folder
    until(lambda: not list(folder.iterdir()))
    assert folder.stat().st_mode & 0o077 == 0


def test_a_form_in_a_browser_is_known_by_its_cookie_and_its_token(life: Life) -> None:
    """The token stands in the body, which is read only once the cookie is known."""
    life.http.follow_redirects = True
    life.http.get(f"{life.server.origin}/hub/login?user=prof")
    life.http.get(life.server.origin + "/services/record/class/demo")
    xsrf = life.http.cookies["_xsrf"]
    form = {"lab": "N1-00", "due": "2099-01-01T12:00"}

    without = life.http.post("/class/demo/release", data=form)
    forged = life.http.post("/class/demo/release", data=form | {"_xsrf": "x"})
    honest = life.http.post("/class/demo/release", data=form | {"_xsrf": xsrf})

    assert (without.status_code, forged.status_code) == (403, 403)
    assert honest.status_code == 200


def test_a_long_wait_ends_with_its_connection(life: Life) -> None:
    sent = life.send("ada", "N1-00")
    target = f"/services/record/api/submissions/{sent}?wait=25&state=received"
    shares = life.server.context.shares
    waiting = send(port_of(life), target, **ADA)
    until(lambda: shares.open("waits") == 1)

    began = time.monotonic()
    waiting.close()
    until(lambda: shares.open("waits") == 0)

    assert time.monotonic() - began < 20  # not the whole wait
    assert json.loads(ask(port_of(life), target.partition("?")[0], **ADA).body)["ok"]
