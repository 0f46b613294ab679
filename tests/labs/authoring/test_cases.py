"""Cases of an author's folder become submissions; test_check has the slips."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from labs.authoring import cases
from labs.authoring.build import build
from labs.authoring.cases import Case, Expected
from labs.authoring.source import BadLab
from labs.catalogue import load
from labs.outcome import State

LAB = load().lab("N1-00")


@pytest.fixture
def written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder of a lab that has no case yet."""
    monkeypatch.setattr("labs.catalogue.NOTEBOOKS", tmp_path)
    return tmp_path / LAB.id


def write(folder: Path, name: str, text: str) -> None:
    (folder / name).parent.mkdir(parents=True, exist_ok=True)
    (folder / name).write_text(text)


def source_of(files: dict[str, bytes], id: str) -> str:
    cells = json.loads(files[f"{LAB.id}.ipynb"])["cells"]
    return "".join(next(c["source"] for c in cells if c["id"] == id))


def test_an_accepted_way_must_pass_its_own_exercise(written: Path) -> None:
    write(
        written,
        "exercises/codename/accepted/other.py",
        "# Another way.\n# %% codename-answer\n\nx = 1\n\n# %% files\nfiles.clear()\n",
    )

    assert cases.accepted(LAB) == [
        Case(
            LAB.id,
            "exercises/codename/accepted/other",
            (Expected("codename", State.PASSED),),
            cells={"codename-answer": "x = 1"},
            make_files="files.clear()",
        )
    ]


def test_a_mistake_says_its_base_and_all_that_is_expected(written: Path) -> None:
    write(
        written,
        "wrong/empty.py",
        "# base: release\n# expect: codename untouched\n# expect: repair failed M6\n",
    )

    (case,) = cases.wrong(LAB)

    assert (case.name, case.base) == ("wrong/empty", "release")
    assert case.expected == (
        Expected("codename", State.UNTOUCHED),
        Expected("repair", State.FAILED, "M6"),
    )


def test_a_folder_of_no_exercise_is_refused(written: Path) -> None:
    write(written, "exercises/codenam/accepted/a.py", "# %% codename-answer\nx = 1\n")

    with pytest.raises(BadLab, match="no automatic exercise 'codenam'"):
        cases.accepted(LAB)


def test_the_solution_is_solved_and_the_untouched_lab_is_not() -> None:
    built = build(LAB)
    solved, untouched = (
        source_of(cases.submission(make(LAB), built, "fr"), "codename-answer")
        for make in (cases.solution, cases.untouched)
    )

    assert solved != untouched
    assert "À toi / Your turn" in untouched
    assert "Your turn" not in solved
    assert "SOLUTION" not in solved


def test_a_case_changes_the_learners_files() -> None:
    code = 'files["mes-reponses.json"] = answers("choice share=half")'

    files = cases.submission(
        replace(cases.solution(LAB), make_files=code), build(LAB), "fr"
    )

    assert files["mes-reponses.json"] == cases.answers("choice share=half")


def test_answers_are_the_events_of_the_learners_file() -> None:
    told = json.loads(
        cases.answers("choice share=half", "reveal swap", "prediction p=3")
    )

    assert told == {
        "version": 1,
        "events": [
            {"kind": "choice", "id": "share", "value": "half"},
            {"kind": "reveal", "id": "swap"},
            {"kind": "prediction", "id": "p", "value": "3", "confidence": 50},
        ],
    }
