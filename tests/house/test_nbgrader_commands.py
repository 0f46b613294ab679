"""nbgrader's own commands in a learner's server, where there is no terminal."""

import base64
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.house.conftest import released
from tests.house.house import House, until
from tests.house.inside import Inside
from tests.house.work import mark_of, solved, states_of

pytestmark = pytest.mark.slow
LAB = "N1-00"


@pytest.fixture(scope="module")
def fatou(house: House) -> Iterator[Inside]:
    """fatou's running server; her class has N1-00."""
    until("N1-00 in demo-b", lambda: LAB in released(house, "fatou"), 120, 1)
    inside = Inside(house, "fatou")
    yield inside
    inside.close()


def write(inside: Inside, name: str, content: bytes) -> None:
    coded = base64.b64encode(content).decode()
    inside.execute(
        "import base64, pathlib\n"
        f"pathlib.Path('~/{LAB}/{name}').expanduser()"
        f".write_bytes(base64.b64decode({coded!r}))"
    )


def test_list_fetch_validate_submit_and_a_deadline_that_has_passed(
    house: House, fatou: Inside
) -> None:
    listed = fatou.run("nbgrader list")
    assert listed.code == 0, listed.text
    assert LAB in listed.text

    fetched = fatou.run(f"nbgrader fetch_assignment {LAB}")
    assert fetched.code == 0, fetched.text
    home = next((house.state / "homes").glob("fatou*"))
    assert (home / LAB / f"{LAB}.ipynb").is_file()

    for name, content in solved(LAB, "fr").items():
        write(fatou, name, content)
    validated = fatou.run(f"nbgrader validate {LAB}/{LAB}.ipynb")
    assert "Success" in validated.text, validated.text

    handed_in = fatou.run(f"nbgrader submit {LAB}")
    assert handed_in.code == 0, handed_in.text
    with house.as_person("fatou") as person:
        sent = person.get(f"api/submissions?lab={LAB}").json()["submissions"]
        assert len(sent) == 1
        assert set(states_of(mark_of(person, sent[0]["id"])).values()) == {"passed"}

    assert_late_work_is_refused(house, fatou, home)


def assert_late_work_is_refused(house: House, fatou: Inside, home: Path) -> None:
    due = datetime.now(UTC) + timedelta(seconds=12)
    words = (LAB, "--cohort", "demo-b", "--due", due.isoformat(timespec="seconds"))
    done = house.run("autograder", "release", *words)
    assert done.returncode == 0, done.stderr
    until("the deadline", lambda: datetime.now(UTC) > due + timedelta(seconds=1))
    write(fatou, "note.txt", b"one more thing")

    late = fatou.run(f"nbgrader submit {LAB}")

    assert late.code != 0
    assert "Traceback" not in late.text
    sentences = [
        line for line in late.text.splitlines() if re.search("ERROR|date", line)
    ]
    assert len(sentences) <= 2, late.text
    assert re.search(r"\d{1,2}", late.text), "says when it was due"
    assert (home / LAB / "note.txt").is_file()
    with house.as_person("fatou") as person:
        assert len(person.get("api/submissions").json()["submissions"]) == 1
