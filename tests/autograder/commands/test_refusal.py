"""How a command that needs the Hub says no."""

import json
from argparse import Namespace

import pytest

from autograder.commands.refusal import never_started, refuse


def test_a_program_gets_both_languages_on_stdout(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAIRE_LANG", "en")

    assert refuse(Namespace(json=True), "Non : rien.", "No: nothing.") == 1

    out, err = capsys.readouterr()
    said = json.loads(out)
    assert (said["ok"], said["status"], said["error"]) == (False, 1, "No: nothing.")
    assert said["fr"].startswith("Non")
    assert err == ""


def test_a_person_reads_one_sentence_on_stderr(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAIRE_LANG", "fr")

    never_started(Namespace(json=False), RuntimeError("Never."), "Rien n’a changé.")

    out, err = capsys.readouterr()
    assert out == ""
    assert err.count("\n") == 1
    assert err.rstrip().endswith("Rien n’a changé.")
