"""Health for everybody, figures for operators, no learner in either."""

from __future__ import annotations

from tests.hub.record.classroom_life import Life, get


def test_health_says_nothing_about_anybody(school: Life) -> None:
    assert school.http.get("/health").json() == {"ok": True}


def test_operators_get_figures_and_no_names(school: Life) -> None:
    figures = get(school, "/api/ops", "ops").json()
    metrics = get(school, "/metrics", "ops").text

    assert figures["submissions"] > 0
    assert figures["audit_broken_at"] == 0
    assert "caire_record_pending" in metrics
    for text in (str(figures), metrics):
        assert "ada" not in text.lower().replace("metadata", "")
