"""The reference page names what exists, and everything that exists is named there."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.__main__ import ALIASES

ROOT = Path(__file__).parents[1]
REFERENCE = (ROOT / "docs" / "reference.md").read_text(encoding="utf-8")
COMMANDS = {
    "labs": ("list", "build", "check", "new", "compare"),
    "autograder": (
        "mark",
        "release",
        "regrade",
        "rotate-draws",
        "status",
        "serve",
        "formgrader",
    ),
    "hub": ("serve", "health", "demo"),
    "hub.record": ("upgrade", "seed", "rebuild", "verify-receipt", "vendor"),
}


@pytest.mark.parametrize("module", ["labs", "autograder"])
def test_every_command_the_program_offers_is_in_the_reference(module: str) -> None:
    said = subprocess.run(
        [sys.executable, "-m", module, "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout

    offered = set(re.findall(r"^    ([a-z-]+)(?: |$)", said, re.MULTILINE))

    assert offered == set(COMMANDS[module])


@pytest.mark.parametrize(
    "command", [f"{module} {name}" for module in COMMANDS for name in COMMANDS[module]]
)
def test_the_reference_names_the_command(command: str) -> None:
    assert f"python -m {command}" in REFERENCE


def test_the_older_name_of_a_command_still_works_and_is_in_the_reference() -> None:
    for old, new in ALIASES.items():
        said = subprocess.run(
            [sys.executable, "-m", "autograder", old, "--help"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        assert f"autograder {new}" in said
        assert f"python -m autograder {old}" in REFERENCE


def test_every_make_target_is_in_the_reference() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")

    targets = re.findall(r"^([a-z]+):.*##", makefile, re.MULTILINE)

    assert [name for name in targets if f"`make {name}`" not in REFERENCE] == []


def test_every_relative_link_of_the_documentation_leads_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]

    dead = [
        f"{page.relative_to(ROOT)}: {target}"
        for page in pages
        for target in re.findall(
            r"\]\((?!\w+:)([^)#]+)", page.read_text(encoding="utf-8")
        )
        if not (page.parent / target).exists()
    ]

    assert dead == []
