"""The tutorial of docs/authors.md, followed to the letter in a copy of the code.

Blocks name what to do with them: ```md PATH is a file to write, ```sh are commands
that succeed, ```sh fails one that does not, ```text what the last one printed.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
PACKAGES = ("labs", "autograder", "isolation")
_BLOCK = re.compile(
    r"^```(?P<kind>\w+)(?: (?P<word>\S+))?\n(?P<text>.*?)^```$", re.M | re.S
)


def blocks() -> Iterator[tuple[str, str, str]]:
    """(kind, path or word, text) of each block of the tutorial."""
    page = (ROOT / "docs" / "authors.md").read_text("utf-8")
    begin = page.index("## Tutorial")
    tutorial = page[begin : page.index("## What a lab is", begin)]
    for found in _BLOCK.finditer(tutorial):
        yield found["kind"], found["word"] or "", found["text"]


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    for name in PACKAGES:
        shutil.copytree(ROOT / name, tmp_path / name)
    return tmp_path


def run(command: str, folder: Path) -> tuple[int, str]:
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    ended = subprocess.run(
        ["sh", "-ec", command],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    return ended.returncode, ended.stdout + ended.stderr


@pytest.mark.slow  # it marks 18 real submissions: the promise that the page makes
def test_who_follows_the_tutorial_ends_with_a_lab_that_is_proved(copy: Path) -> None:
    said = ""
    for kind, word, text in blocks():
        if kind == "sh":
            code, said = run(text.replace("/tmp/labs", "built"), copy)
            assert (code != 0) == (word == "fails"), f"{text}\n{said}"
        elif kind == "text":
            missing = [line for line in text.splitlines() if line not in said]
            assert not missing, f"{missing} is not in:\n{said}"
        else:
            (copy / word).parent.mkdir(parents=True, exist_ok=True)
            (copy / word).write_text(text)

    assert "every rule holds" in said
