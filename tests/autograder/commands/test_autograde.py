"""`python -m autograder mark`, as DEVELOPERS.md fixes it."""

import json
import subprocess
import sys
from typing import Any

import pytest

from autograder.__main__ import main
from autograder.commands import notebook_file as command
from autograder.release import build

LAB = "T0-01"


@pytest.fixture
def here(built: Any, monkeypatch: Any, tmp_path: Any) -> Any:
    """The command, knowing the small lab, in a state folder of its own."""
    monkeypatch.setenv("CAIRE_STATE", str(tmp_path / "state"))
    known = {LAB: built}

    def built_version(lab: Any, out: Any) -> Any:
        if lab not in known:
            return build_real(lab, out)
        return known[lab]

    build_real = build.build_version
    monkeypatch.setattr(command, "build_version", built_version)
    return tmp_path


def run(capsys: Any, *words: Any) -> Any:
    code = main(["mark", *map(str, words)])
    said = capsys.readouterr()
    return code, said.out, said.err


def test_it_prints_one_object_with_exactly_the_fixed_keys(
    here: Any, solved: Any, capsys: Any
) -> None:
    path = here / "mine.ipynb"
    path.write_bytes(solved.bytes())

    code, out, err = run(capsys, "--lab", LAB, path, "--json")

    said = json.loads(out)
    assert code == 0
    assert err == ""
    assert list(said) == ["lab", "points", "possible", "exercises", "seconds"]
    assert set(said["exercises"][0]) == {
        "id",
        "state",
        "points",
        "possible",
        "code",
        "fr",
        "en",
    }
    assert (said["points"], said["possible"]) == (9.0, 11.0)


def test_without_json_it_prints_a_table_in_the_notebooks_language(
    here: Any, blank: Any, capsys: Any
) -> None:
    path = here / "mine.ipynb"
    path.write_bytes(blank.bytes())

    code, out, _ = run(capsys, "--lab", LAB, path)

    assert code == 0
    assert "Pas commencé" in out
    assert "Exercice" in out


def test_files_beside_the_notebook_come_along(
    here: Any, blank: Any, capsys: Any
) -> None:
    blank.write(answer="answer = int(open('number.txt').read())")
    (here / "beside").mkdir()
    (here / "beside" / "number.txt").write_text("42")
    (here / "mine.ipynb").write_bytes(blank.bytes())

    _, out, _ = run(
        capsys, "--lab", LAB, here / "mine.ipynb", "--extra", here / "beside", "--json"
    )

    states = {e["id"]: e["state"] for e in json.loads(out)["exercises"]}
    assert states["answer"] == "passed"


BAD = {
    "a PDF named .ipynb": (b"%PDF-1.7", "PDF"),
    "a null byte": (b'{"cells": [\0]}', "nul"),
    "a text": (b"hello", "lisible"),
    "a large file": (b" " * 21_000_000, "MB"),
    "nothing": (b"", "lisible"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_marked_gets_one_sentence_on_stderr_and_exit_2(
    here: Any, capsys: Any, name: Any
) -> None:
    content, word = BAD[name]
    (here / "x.ipynb").write_bytes(content)

    code, out, err = run(capsys, "--lab", LAB, here / "x.ipynb", "--json")

    assert code == 2
    assert out == ""
    assert word in err
    assert err.count("\n") == 1


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--lab", "N9-99", "x.ipynb"), "N9-99"),
        (("--lab", LAB, "absent.ipynb"), "absent.ipynb"),
        (("--lab", LAB, "."), "not a file"),
        (("--lab", LAB, "x.ipynb", "--extra", "absent"), "absent"),
    ],
)
def test_wrong_words_get_one_sentence(
    here: Any, blank: Any, capsys: Any, monkeypatch: Any, words: Any, said: Any
) -> None:
    monkeypatch.chdir(here)
    (here / "x.ipynb").write_bytes(blank.bytes())

    code, out, err = run(capsys, *words)

    assert (code, out) == (2, "")
    assert said in err


def test_the_command_lists_what_there_is() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "autograder", "--help"], capture_output=True, text=True
    )

    assert done.returncode == 0
    for word in ("mark", "release", "status", "serve", "formgrader"):
        assert word in done.stdout
