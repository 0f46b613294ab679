"""What every handler does before and after its own work."""

from __future__ import annotations

import pytest

from tests.hub.record.classroom_life import Life, headers


def test_a_revoked_instructor_cannot_write_a_moment_later(school: Life) -> None:
    """Writes ask the Hub again; reads may trust its answer for 30 s."""
    from tests.hub.record.fake_hub import PEOPLE

    school.http.get("/class/demo", headers=headers("prof"))
    before = PEOPLE["prof"]["scopes"]
    PEOPLE["prof"]["scopes"] = before[:2]
    try:
        form = {"lab": "N1-00"}
        answer = school.http.post(
            "/class/demo/release", data=form, headers=headers("prof")
        )
    finally:
        PEOPLE["prof"]["scopes"] = before

    assert answer.status_code == 403


@pytest.mark.parametrize("path", ["/", "/class/demo", "/nope", "/api/assignments"])
def test_every_answer_carries_the_strict_headers(school: Life, path: str) -> None:
    answer = school.http.get(path, headers=headers("prof"))

    assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
    assert "unsafe" not in answer.headers["Content-Security-Policy"]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "Server" not in answer.headers


def test_a_token_in_the_address_opens_nothing(school: Life) -> None:
    assert school.http.get("/api/assignments?token=token-ada").status_code == 401
