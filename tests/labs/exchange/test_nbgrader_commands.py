"""nbgrader's own commands, typed in a learner's terminal, through our exchange.

Slow: each command is a Python that imports nbgrader (1 to 4 s).
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from labs.exchange import nbgrader_settings
from tests.labs.exchange.fake_record import TOKEN, FakeRecord

pytestmark = pytest.mark.slow
ROOT = Path(__file__).parents[3]


class Terminal:
    """A learner's terminal, in their home, with the learner's nbgrader settings."""

    def __init__(self, home: Path, fake: FakeRecord) -> None:
        self.home = home
        lines = [
            f"c.ExchangeFactory.{name} = {plugin!r}"
            for name, plugin in nbgrader_settings().items()
        ]
        (home / "nbgrader_config.py").write_text(
            "c = get_config()\n" + "\n".join(lines)
        )
        self.environment = {
            **os.environ,
            "PYTHONPATH": str(ROOT),
            "HOME": str(home),
            "JUPYTER_CONFIG_DIR": str(home / ".jupyter"),
            "JUPYTER_DATA_DIR": str(home / ".data"),
            "JUPYTERHUB_API_TOKEN": TOKEN,
            "JUPYTERHUB_USER": "ada",
            "CAIRE_RECORD_URL": fake.url,
            "CAIRE_LANG": "fr",
        }

    def type(self, *words: str) -> tuple[int, str]:
        """The exit code, and all that was printed."""
        done = subprocess.run(
            [sys.executable, "-m", "nbgrader", *words],
            cwd=self.home,
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
        )
        return done.returncode, done.stdout + done.stderr


@pytest.fixture
def terminal(home: Path, fake: FakeRecord) -> Terminal:
    return Terminal(home, fake)


def test_a_learner_lists_fetches_submits_and_reads_feedback(
    terminal: Terminal, fake: FakeRecord
) -> None:
    code, said = terminal.type("list")
    assert (code, "demo N1-01" in said) == (0, True), said

    code, said = terminal.type("fetch_assignment", "N1-01", "--course", "demo")
    assert (code, "Fetched as: demo N1-01" in said) == (0, True), said
    assert (terminal.home / "N1-01" / "N1-01.ipynb").exists()

    code, said = terminal.type("submit", "N1-01")
    assert (code, "Receipt s1" in said) == (0, True), said
    assert set(fake.files["s1"]) == {"N1-01.ipynb", "aides.json"}

    fake.asks_before_mark = 0
    code, said = terminal.type("list", "--inbound")
    assert "feedback ready to be fetched" in said, said

    code, said = terminal.type("fetch_feedback", "N1-01")
    assert code == 0, said
    assert list(terminal.home.glob("N1-01/feedback/*/N1-01.html"))


def test_fetching_twice_is_refused_in_one_sentence(terminal: Terminal) -> None:
    terminal.type("fetch_assignment", "N1-01")
    (terminal.home / "N1-01" / "N1-01.ipynb").write_text("my work")

    code, said = terminal.type("fetch_assignment", "N1-01")

    assert code != 0
    assert "ton travail n’a pas été touché" in said
    assert "Traceback" not in said
    assert (terminal.home / "N1-01" / "N1-01.ipynb").read_text() == "my work"


def test_a_false_notebook_is_refused_in_one_sentence(
    terminal: Terminal, fake: FakeRecord
) -> None:
    terminal.type("fetch_assignment", "N1-01")
    (terminal.home / "N1-01" / "N1-01.ipynb").write_bytes(b"%PDF-1.7")

    code, said = terminal.type("submit", "N1-01")

    assert code != 0
    assert "c’est un PDF" in said
    assert "Traceback" not in said
    assert fake.submissions == []


def test_validate_works_on_a_fetched_lab(terminal: Terminal) -> None:
    terminal.type("fetch_assignment", "N1-01")

    _, said = terminal.type("validate", "N1-01/N1-01.ipynb")

    assert "VALIDATION FAILED ON 2 CELL(S)" in said, said


@pytest.mark.parametrize(
    "command", ["release_assignment", "release_feedback", "collect"]
)
def test_the_staffs_commands_say_who_does_it(command: str, terminal: Terminal) -> None:
    (terminal.home / "release" / "N1-01").mkdir(parents=True)
    (terminal.home / "release" / "N1-01" / "N1-01.ipynb").write_text(json.dumps({}))

    code, said = terminal.type(command, "N1-01", "--course", "demo")

    assert code != 0
    assert "utograder" in said
    assert "Traceback" not in said
