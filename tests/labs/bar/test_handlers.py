"""The addresses below /labs/, asked of a real Jupyter server."""

import httpx
import pytest

from tests.labs.bar.conftest import LabServer
from tests.labs.exchange.fake_record import FakeRecord

pytestmark = pytest.mark.slow  # it starts a Jupyter server


def test_the_whole_way_of_a_lab(server: LabServer, fake: FakeRecord) -> None:
    with server.client() as learner:
        opened = learner.get("labs/open", params={"cohort": "demo", "lab": "N1-01"})
        assert opened.status_code == 302
        assert opened.headers["Location"] == "/user/ada/doc/tree/N1-01/N1-01.ipynb"

        sent = learner.post("labs/submit", json={"lab": "N1-01"}).json()
        assert sent["receipt"]["url"] == "/services/record/receipt/s1"

        asked = {"id": "s1", "seen": "received:1"}
        moved = learner.get("labs/result", params=asked).json()["submission"]
        assert moved["state"] == "marking"

        asked = {"id": "s1", "seen": "marking:"}
        marked = learner.get("labs/result", params=asked).json()["submission"]
        assert (marked["state"], marked["result"]["points"]) == ("marked", 3.0)

        state = learner.get("labs/state", params={"lab": "N1-01"}).json()
        assert state["last"]["state"] == "marked"

        fake.refuse_with = (
            429,
            {"fr": "Encore 12 minutes.", "en": "12 more minutes."},
        )
        again = learner.post("labs/check", json={"lab": "N1-01"})
        assert (again.status_code, again.json()["fr"]) == (429, "Encore 12 minutes.")

        wrong = learner.post("labs/submit", json={"lab": "../.."})
        assert (wrong.status_code, wrong.json()["ok"]) == (400, False)
        assert learner.post("labs/submit", json=["N1-01"]).status_code == 400


def test_a_stranger_and_another_site_are_kept_out(server: LabServer) -> None:
    with httpx.Client(base_url=server.base) as stranger:
        assert stranger.get("labs/state?lab=N1-01").status_code == 403
        assert stranger.post("labs/submit", json={"lab": "N1-01"}).status_code == 403

    with httpx.Client(base_url=server.base) as browser:
        browser.get(f"lab?token={server.token}")  # logged in by cookie, as a browser is
        forged = browser.post(
            "labs/submit",
            json={"lab": "N1-01"},
            headers={"Origin": "https://elsewhere.example"},
        )
        assert forged.status_code in (403, 404)
