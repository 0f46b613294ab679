"""Which requests may go to formgrader."""

import json
import re
from typing import Any

import pytest

from autograder.formgrader.allowlist import BadMark, allowed, clean_body, headers

ID = "0123456789abcdef0123456789abcdef"


@pytest.mark.parametrize(
    ("method", "path", "kind"),
    [
        ("GET", "formgrader/gradebook", "page"),
        ("GET", "formgrader/gradebook/N1-01/N1-01", "page"),
        ("GET", f"formgrader/submissions/{ID}/", "page"),
        ("GET", f"formgrader/submissions/{ID}/next_incorrect", "page"),
        ("GET", "formgrader/static/js/formgrade.js", "static"),
        ("GET", "formgrader/api/grades", "read"),
        ("PUT", f"formgrader/api/grade/{ID}", "write"),
        ("PUT", f"formgrader/api/comment/{ID}", "write"),
        ("POST", f"formgrader/api/submitted_notebook/{ID}/flag", "write"),
    ],
)
def test_marking_by_hand_passes(method: str, path: str, kind: str) -> None:
    going = allowed(method, path, {"submission_id": ID})

    assert going is not None
    assert going.kind == kind
    assert going.query == {"submission_id": ID}


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "api/contents"),
        ("GET", "api/kernels"),
        ("POST", "api/kernels"),
        ("GET", "api/terminals"),
        ("GET", "files/gradebook.db"),
        ("GET", "nbconvert/html/x.ipynb"),
        ("GET", "formgrader"),
        ("GET", "formgrader/manage_assignments"),
        ("GET", "formgrader/manage_students"),
        ("POST", "formgrader/api/assignment/N1-00/assign"),
        ("POST", "formgrader/api/assignment/N1-00/collect"),
        ("POST", "formgrader/api/submission/N1-00/ada/autograde"),
        ("POST", "formgrader/api/assignment/N1-00/release_feedback"),
        ("PUT", "formgrader/api/assignment/N1-00"),
        ("PUT", "formgrader/api/student/ada"),
        ("GET", f"formgrader/submissions/{ID}/evil.html"),
        ("GET", "formgrader/submissions/../gradebook"),
        ("GET", "formgrader/static/../../secret.js"),
        ("GET", "formgrader/static/js/formgrade.js.map"),
        ("DELETE", f"formgrader/api/grade/{ID}"),
        ("PATCH", f"formgrader/api/grade/{ID}"),
        ("PUT", "formgrader/api/grade/x"),
    ],
)
def test_everything_else_does_not_exist(method: str, path: str) -> None:
    assert allowed(method, path, {}) is None


def test_formgrader_cannot_be_told_to_load_settings_from_a_folder() -> None:
    going = allowed("GET", "formgrader/gradebook", {"path": "/tmp", "index": "1"})

    assert going is not None
    assert going.query == {"index": "1"}


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"manual_score": "2.5", "extra_credit": None}, 2.5),
        ({"manual_score": 0}, 0.0),
        ({"manual_score": ""}, None),
        ({"manual_score": 1, "auto_score": 99, "needs_manual_grade": False}, 1.0),
    ],
)
def test_only_a_score_goes_through(given: dict[str, Any], kept: float | None) -> None:
    body = json.loads(
        clean_body(f"formgrader/api/grade/{ID}", json.dumps(given).encode())
    )

    assert body == {"manual_score": kept, "extra_credit": None}


@pytest.mark.parametrize(
    "given",
    [
        b'{"manual_score": NaN}',
        b'{"manual_score": 1e999}',
        b'{"manual_score": "ten"}',
        b'{"manual_score": -1}',
        b'{"manual_score": true}',
        b'{"manual_score": [1]}',
        b"[1]",
        b"not json",
        b"[" * 40_000,
        b" " * 70_000,
    ],
)
def test_what_is_no_score_is_refused(given: bytes) -> None:
    with pytest.raises(BadMark):
        clean_body(f"formgrader/api/grade/{ID}", given)


def test_a_comment_is_text_and_not_without_end() -> None:
    path = f"formgrader/api/comment/{ID}"

    assert (
        clean_body(path, b'{"manual_comment": "Bien"}') == b'{"manual_comment": "Bien"}'
    )
    for bad in (json.dumps({"manual_comment": "x" * 6000}), '{"manual_comment": 3}'):
        with pytest.raises(BadMark):
            clean_body(path, bad.encode())


def test_no_page_may_be_framed_and_only_marked_scripts_run() -> None:
    policy = headers("abc")["Content-Security-Policy"]
    scripts = re.search(r"script-src ([^;]*);", policy)

    assert scripts is not None
    assert "'nonce-abc'" in scripts[1]
    assert "unsafe-inline" not in scripts[1]
    assert "'self'" not in scripts[1]
    assert "frame-ancestors 'none'" in policy
    assert headers("abc")["X-Frame-Options"] == "DENY"
