"""`python -m labs check` finds what is broken, and says it in one sentence each.

Marking is faked here (`Fake…`); test_notebooks.py really marks every case.
"""

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import NoReturn

import pytest

from labs.__main__ import main
from labs.authoring import cases, check, rules
from labs.authoring.build import build
from labs.authoring.cases import Case, Expected
from labs.authoring.source import BadLab
from labs.catalogue import Lab, load
from labs.outcome import Outcome, State

LAB = load().lab("N1-00")
PASSES = {
    "codename": Outcome("codename", State.PASSED, 1, 1),
    "predict-first": Outcome("predict-first", State.PASSED, 1, 1),
    "repair": Outcome("repair", State.PASSED, 2, 2),
}


def broken(case: Case, outcomes: dict[str, Outcome], seconds: float = 1.0) -> list[str]:
    marked = check.Marked({**PASSES, **outcomes}, seconds)
    return list(check.broken_rules(LAB, case, marked))


@pytest.mark.parametrize("lab", load().labs, ids=lambda lab: lab.id)
def test_the_shipped_labs_break_no_rule_of_the_text(lab: Lab) -> None:
    sentences, built = check.check_text(lab)

    assert sentences == []
    assert built is not None


def test_a_solution_that_passes_everything_breaks_no_rule() -> None:
    assert broken(cases.solution(LAB), {}) == []


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (
            Outcome("repair", State.FAILED, 0, 2, "M6", "Non.", "No."),
            "should be passed",
        ),
        (Outcome("repair", State.PARTIAL, 1, 2), "earns 3 of 4"),
        (Outcome("repair", State.COULD_NOT_MARK, 0, 2), "could not be marked"),
    ],
    ids=["failed", "partial", "our fault"],
)
def test_a_solution_that_loses_points_is_reported(outcome: Outcome, said: str) -> None:
    assert said in " ".join(broken(cases.solution(LAB), {"repair": outcome}))


def test_a_solution_over_its_budget_is_reported() -> None:
    assert "budget is 60 s" in " ".join(broken(cases.solution(LAB), {}, seconds=61.0))


def test_a_mistake_with_another_code_is_reported() -> None:
    case = Case("N1-00", "wrong/m6", (Expected("repair", State.FAILED, "M6"),))
    other = Outcome("repair", State.FAILED, 0, 2, "still-broken", "Non.", "No.")

    assert "should be failed M6" in " ".join(broken(case, {"repair": other}))


def test_a_fail_without_a_sentence_in_both_languages_is_reported() -> None:
    case = Case("N1-00", "wrong/m6", (Expected("repair", State.FAILED),))
    silent = Outcome("repair", State.FAILED, 0, 2, None, "Non.", None)

    assert "without a sentence" in " ".join(broken(case, {"repair": silent}))


def test_an_untouched_notebook_that_earns_points_is_reported() -> None:
    assert "earns 4 points" in " ".join(broken(cases.untouched(LAB), {}))


def test_an_autograder_that_refuses_is_one_sentence() -> None:
    def refuses(lab: str, lang: str, files: dict[str, bytes]) -> NoReturn:
        raise check.CannotMark("bubblewrap is missing")

    said = check.check_case(build(LAB), cases.solution(LAB), "fr", refuses)

    assert said == ["N1-00/solution (fr): bubblewrap is missing"]


def test_too_few_accepted_ways_and_missing_mistakes_are_named() -> None:
    said = list(rules.rules_of_the_cases(LAB, [], []))

    assert (
        "N1-00/exercises/codename/accepted: 0 ways of doing it; at least 3 are needed"
        in said
    )
    assert "N1-00/exercises/repair/wrong: nothing expects 'repair failed M6'" in said
    assert "N1-00/wrong/empty.py is missing" in said
    assert "N1-00/wrong/hostile.py is missing" in said


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("hint(", "print(", "0 hints"),
        ("import re\n", "import urllib.request\n", "without any network"),
        ("est vide. Écris", "est vide ! Écris", "non-breaking"),
        (
            "There is no timer.",
            "There is " + "really " * 30 + "no timer.",
            "words in one",
        ),
    ],
    ids=["a hint", "the network", "French spaces", "a long sentence"],
)
def test_a_rule_of_the_text_that_is_broken_is_named(
    old: str, new: str, said: str
) -> None:
    built = build(LAB)
    for notebook in built.notebooks.values():
        for cell in notebook.cells:
            cell.source = cell.source.replace(old, new)

    assert said in " ".join(rules.rules_of_the_text(built))


def test_a_cell_that_differs_between_languages_is_named() -> None:
    built = build(LAB)
    built.notebooks["release", "en"].cells[3].metadata["tags"] = ["other"]

    assert "differs between languages" in " ".join(rules.rules_of_the_text(built))


def test_a_case_becomes_the_learners_notebook_and_files() -> None:
    case = next(
        c for c in cases.wrong(LAB) if c.name == "exercises/codename/wrong/empty_name"
    )

    files = cases.submission(case, build(LAB), "fr")

    cells = {c["id"]: c for c in json.loads(files["N1-00.ipynb"])["cells"]}
    assert "".join(cells["codename-answer"]["source"]) == 'codename = "   "'
    assert "BEGIN SOLUTION" not in files["N1-00.ipynb"].decode()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("x = 1\n", "start with comments"),
        ("# base: nothing\n# expect: repair failed\n", "base is"),
        ("# expect: repair broken\n", "write '# expect"),
        ("# expect: unknown failed\n", "write '# expect"),
        ("# only words\n", "no '# expect:'"),
    ],
    ids=["code first", "base", "state", "exercise", "nothing expected"],
)
def test_a_slip_in_a_case_is_named(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, text: str, said: str
) -> None:
    monkeypatch.setattr("labs.catalogue.NOTEBOOKS", tmp_path)
    (tmp_path / "N1-00/wrong").mkdir(parents=True)
    (tmp_path / "N1-00/wrong/slip.py").write_text(text)

    with pytest.raises(BadLab, match=said):
        cases.wrong(LAB)


def test_a_case_for_a_cell_that_is_not_there_is_refused() -> None:
    case = replace(cases.solution(LAB), cells={"no-such-cell": "x = 1"})

    with pytest.raises(BadLab, match="no cell 'no-such-cell'"):
        cases.submission(case, build(LAB), "fr")


def test_the_command_lists_the_labs_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["list", "--json"]) == 0

    listed = json.loads(capsys.readouterr().out)
    assert [lab["id"] for lab in listed] == ["N1-00", "N1-01"]
    assert listed[0]["exercises"][0]["possible"] == 1


def test_the_command_builds_one_lab_in_four_notebooks(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["build", "N1-00", "--out", str(tmp_path)]) == 0

    assert len(capsys.readouterr().out.splitlines()) == 4
    assert len(list(tmp_path.rglob("N1-00.ipynb"))) == 4


@pytest.mark.parametrize(
    "words", [["build", "N9-99", "--out", "x"], ["check", "N9-99"]]
)
def test_an_unknown_lab_is_one_sentence_and_exit_code_1(
    words: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(words) == 1

    assert capsys.readouterr().err.strip().count("\n") == 0


def test_a_folder_that_cannot_be_written_is_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "taken").write_text("a file")

    assert main(["build", "N1-00", "--out", str(tmp_path / "taken")]) == 1
    assert capsys.readouterr().err.strip().count("\n") == 0


def test_the_module_runs_as_a_command() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "labs", "list"],
        capture_output=True,
        text=True,
        check=True,
    )

    assert "Mon IA reconnaît mes dessins / My AI recognises my drawings" in ended.stdout
