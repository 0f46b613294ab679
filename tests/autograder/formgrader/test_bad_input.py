"""Bad addresses, arguments and bodies at formgrader's proxy: 4xx and a sentence.

With a real course and a real formgrader behind it.
"""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from autograder.formgrader.proxy import FewConnections
from autograder.gradebook.course import CourseGradebook
from tests.autograder import small_lab
from tests.autograder.fake_record import FakeRecord
from tests.autograder.formgrader.stand import PREFIX, FormgraderStand
from tests.autograder.small_lab import LAB
from tests.raw_http import MB, Answer, ask, pour, read, resident_mb, send

pytestmark = pytest.mark.slow  # a gradebook is made, a formgrader server started
BAD = (
    *("%ff%fe", "%00", "%c0%af", "%ed%a0%80", "a%00b", "%0d%0aX:%20y", "nan", "inf"),
    *("1e400", "-1", "9" * 400, "..", "..%2f..%2fetc%2fpasswd", "", "%F0%9F%8E%88"),
)
PATHS = (
    "{}",
    "demo{}",
    "demo/formgrader/gradebook{}",
    "demo/formgrader/gradebook/{}",
    f"demo/formgrader/gradebook/{LAB}/{{}}",
    "demo/formgrader/submissions/{}",
    "demo/formgrader/submissions/{}/next",
    "demo/formgrader/api/grades?submission_id={}",
    "demo/formgrader/api/comments?submission_id={}",
    "demo/formgrader/api/grade/{}",
    "demo/formgrader/gradebook?index={}",
    "demo/formgrader/gradebook?lang={}",
    "demo/formgrader/gradebook?{}=1",
    "oauth_callback?code={}",
    "oauth_callback?state={}",
    "oauth_callback?code={0}&state={0}",
    "static/{}",
    "static/formgrader.css?v={}",
)
BODIES = (b"\xff", b"\0", b"[" * 60_000, b'{"manual_score": NaN}', b"null", b"a=%ff")


@pytest.fixture(scope="module")
def stand(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FormgraderStand]:
    folder = tmp_path_factory.mktemp("courses")
    version = small_lab.small_version(folder / "versions")
    course = CourseGradebook(folder / "courses" / "demo", "demo")
    course.generate(LAB, version.folder / "fr" / "source.ipynb", None)
    courses = folder / "courses"
    with FakeRecord() as record, FormgraderStand(courses, record) as stand:
        yield stand


def asked(
    stand: FormgraderStand, path: str, method: str = "GET", **more: Any
) -> Answer:
    token = {"Authorization": "token token-prof"}
    return ask(port_of(stand), PREFIX + path, method, **{**token, **more})


def port_of(stand: FormgraderStand) -> int:
    return int(stand.origin.rpartition(":")[2])


def check(answer: Answer) -> None:
    """No fault of ours; and a refusal is a sentence, in JSON or on a page."""
    assert answer.status < 500, (answer.head, answer.body[:300])
    if answer.status < 400:
        return
    text = answer.body.decode()
    assert "Something went wrong on our side" not in text
    assert "pas marché de notre côté" not in text
    if "application/json" in answer.head:
        assert answer.json["fr"] != answer.json["en"]
    else:
        assert 'class="formgrader-page"' in text


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("method", ["GET", "HEAD", "PUT", "POST", "DELETE", "OPTIONS"])
def test_bad_values_in_every_address(
    stand: FormgraderStand, path: str, method: str
) -> None:
    for value in BAD:
        if method == "HEAD":
            assert asked_head(stand, path.format(value)) < 500
        else:
            check(asked(stand, path.format(value), method))


def asked_head(stand: FormgraderStand, path: str) -> int:
    with send(
        port_of(stand), PREFIX + path, "HEAD", Authorization="token token-prof"
    ) as connection:
        return int(connection.recv(65536).split(b" ")[1])


def test_an_honest_page_comes(stand: FormgraderStand) -> None:
    assert asked(stand, "demo/formgrader/gradebook").status == 200


@pytest.mark.parametrize("body", BODIES, ids=repr)
def test_bad_bodies(stand: FormgraderStand, body: bytes) -> None:
    for path in ("grade/1", "comment/1", "submission/x/flag"):
        for kind in ("application/json", "application/x-www-form-urlencoded"):
            for method in ("PUT", "POST"):
                target = f"demo/formgrader/api/{path}"
                check(asked(stand, target, method, body=body, Content_Type=kind))


def test_a_bad_address_is_told_as_such(stand: FormgraderStand) -> None:
    program = asked(stand, "demo/formgrader/api/%ff")
    person = asked(stand, "demo/%ff", Cookie="caire_lang=en")

    assert program.status == person.status == 400
    assert "cannot be read: nothing was done" in program.json["en"]
    assert "n’est pas lisible" in program.json["fr"]
    assert "cannot be read: nothing was done" in person.body.decode()


def test_unfinished_uploads_of_nobody_take_no_memory(stand: FormgraderStand) -> None:
    me = int(Path("/proc/self").resolve().name)
    before = resident_mb(me)
    uploads = []
    for _ in range(20):
        target = f"{PREFIX}demo/formgrader/api/grade/1"
        uploads.append(send(port_of(stand), target, "PUT", Content_Length=str(90 * MB)))
        pour(uploads[-1], 10 * MB)
    grown = resident_mb(me) - before
    for each in uploads:
        each.close()

    assert grown < 60


def test_a_connection_too_many_is_told_so(
    stand: FormgraderStand, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(FewConnections, "most", 0)

    answer = read(send(port_of(stand), PREFIX))

    assert answer.status == 503
    assert "Too many requests" in answer.json["en"]
