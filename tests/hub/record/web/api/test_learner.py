"""What a learner's own token may ask: releases, assignments."""

from __future__ import annotations

import json

from hub.record.domain.archive import unpack_own
from tests.hub.record.classroom_life import Life, headers


def test_the_release_folder_comes_in_the_language_asked_for(life: Life) -> None:
    for lang in ("fr", "en"):
        answer = life.http.get(
            f"/api/releases/demo/N1-00?lang={lang}", headers=headers("ada")
        )
        held = unpack_own(answer.content)

        assert answer.headers["Content-Type"] == "application/zip"
        assert json.loads(held["N1-00.ipynb"])["cells"][0]["source"] == lang


def test_an_assignment_tells_the_state_the_mark_and_what_was_sent(life: Life) -> None:
    sent = life.done("ada", "N1-00", ["passed", "partial", "failed"])

    mine = life.http.get("/api/assignments?cohort=demo", headers=headers("ada")).json()
    lab = mine["assignments"][0]

    assert (lab["lab"], lab["points"], lab["possible"]) == ("N1-00", 1.5, 4.0)
    assert lab["state"] in ("partial", "passed")
    assert [each["id"] for each in lab["submissions"]] == [sent]
    assert mine["assignments"][1]["state"] == "not_started"


def test_two_seats_are_two_lists(life: Life) -> None:
    elsewhere = life.http.get("/api/assignments?cohort=demo-b", headers=headers("ada"))

    assert elsewhere.json()["assignments"] == []
