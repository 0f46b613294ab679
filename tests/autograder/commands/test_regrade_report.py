"""The list of changed marks: what a person reads before a yes."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from rich.console import Console

from autograder.assignment.version import AssignmentVersion
from autograder.commands import regrade_report as shown
from autograder.grading.grade import Graded
from autograder.regrade.apply import MarkChange
from autograder.regrade.propose import RegradeProposal
from autograder.regrade.store import Regraded
from labs.outcome import Outcome, Result, State
from tests.autograder import small_lab
from tests.autograder.small_lab import EXERCISES, LAB


@pytest.fixture(autouse=True)
def in_english(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CAIRE_LANG", "en")


def item(id: str, learner: str, day: int = 1) -> dict[str, Any]:
    return {
        "id": id,
        "cohort": "demo",
        "lab": LAB,
        "lang": "fr",
        "version": "small-1",
        "learner": learner,
        "kind": "submit",
        "received_at": f"2026-12-0{day}T09:00:00+00:00",
        "digest": "00",
    }


def corrected(
    about: dict[str, Any],
    before: Result,
    after: Result,
    broken: Mapping[str, str] | None = None,
) -> MarkChange:
    again = Regraded(about, before, "small-2", Graded(after, b"", ""), broken or {})
    return MarkChange(again, before, after, None, is_new=False)


def proposal(*changes: MarkChange) -> RegradeProposal:
    version = AssignmentVersion(LAB, "small-2", Path(), EXERCISES)
    items = [dict(each.regraded.item) for each in changes]
    return RegradeProposal(version, items, 1, [], list(changes), {})


def failed(fr: str, en: str) -> Result:
    outcome = Outcome("sum-check", State.FAILED, 0.0, 2.0, "M7", fr, en)
    why = small_lab.result().exercises[1]
    return Result(
        LAB, "fr", "v", 0.0, 5.0, (outcome, why), 0.1, "2026-12-01T09:00:00+00:00"
    )


RIGHT, WRONG = small_lab.result(), failed("Non.", "No.")


def test_each_change_is_a_line_with_its_why(capsys: pytest.CaptureFixture[str]) -> None:
    up = corrected(item("s1", "ada", day=2), WRONG, RIGHT)
    earlier = corrected(item("s0", "ada"), WRONG, RIGHT)
    down = corrected(item("s2", "basile\x1b[2J"), RIGHT, WRONG)

    shown.show(proposal(up, earlier, down))

    lines = capsys.readouterr().out.splitlines()
    accepted = "0/2 not yet | 2/2 passed | the corrected test accepts it"
    assert lines[0].startswith("ada (submission of 2026-12-01T09:00) | demo")
    assert lines[1] == f"ada | demo | sum-check | {accepted}"
    assert lines[2].endswith("2/2 passed | 0/2 not yet | No.")
    assert "\x1b" not in "".join(lines)
    assert lines[3] == f"3 submission(s) of {LAB}: 2 up, 1 down, 0 keep their points."
    assert lines[4] == "1 submission(s) wait for their first mark."


def test_nothing_changed_is_one_good_sentence() -> None:
    said = list(shown.sentences(proposal(corrected(item("s1", "ada"), RIGHT, RIGHT))))

    assert said[0].startswith(f"No mark changes: 1 submission(s) of {LAB} marked again")


def test_another_reason_for_the_same_mark_is_counted_not_listed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    other = failed("Toujours pas.", "Still not.")

    shown.show(proposal(corrected(item("s1", "ada"), WRONG, other)))

    out = capsys.readouterr().out
    assert "1 submission(s) keep their mark, with another reason." in out
    assert "|" not in out


def test_a_broken_test_is_named_with_its_reason() -> None:
    broken = {"sum-check": "NameError: x"}
    change = corrected(item("s1", "ada"), RIGHT, RIGHT, broken)

    said = "\n".join(shown.sentences(proposal(change)))

    assert "! sum-check: the test could not mark 1 submission(s)" in said
    assert said.count("NameError: x") == 1


def test_other_draws_are_told_with_what_to_do(
    capsys: pytest.CaptureFixture[str],
) -> None:
    change = replace(corrected(item("s1", "ada"), RIGHT, WRONG), is_redrawn=True)

    shown.show(proposal(change))

    out = capsys.readouterr().out
    assert "0/2 not yet | (other draws) No." in out
    assert "1 submission(s) have other draws" in out
    assert "draw-keys.json" in out
    assert shown.as_json(proposal(change))["changes"][0]["redrawn"]


def test_on_a_terminal_it_is_a_table(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CAIRE_LANG", "fr")
    monkeypatch.setattr(
        shown, "Console", lambda: Console(force_terminal=True, width=150)
    )

    shown.show(proposal(corrected(item("s1", "[bold]ada"), WRONG, RIGHT)))

    out = capsys.readouterr().out
    assert "Pourquoi" in out
    assert "[bold]ada" in out  # no markup from outside
    assert "le test corrigé" in out
