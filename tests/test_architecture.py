"""docs/architecture.md names files, functions and folders: each of them exists."""

import ast
import re
from pathlib import Path
from xml.etree import ElementTree

import pytest

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`([\w/]+\.py):([\w.]+)`", PAGE)))


def test_each_step_names_a_function() -> None:
    steps = re.findall(r"^\d+\. .*?(?=^\d+\. |^Killed)", PAGE, re.S | re.M)

    assert len(steps) == 11
    assert all(re.search(r"`[\w/]+\.py:[\w.]+`", step) for step in steps)


@pytest.mark.parametrize(("file", "name"), NAMED)
def test_a_named_function_is_there(file: str, name: str) -> None:
    tree: ast.AST = ast.parse((ROOT / file).read_text(encoding="utf-8"))
    for part in name.split("."):
        tree = next(
            node
            for node in ast.iter_child_nodes(tree)
            if isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
            and node.name == part
        )


@pytest.mark.parametrize("folder", re.findall(r"`(\w+)/`", PAGE))
def test_a_named_folder_is_there(folder: str) -> None:
    assert any((ROOT / above / folder).is_dir() for above in (".", "autograder", "hub"))


def test_every_folder_of_the_autograder_is_on_the_map() -> None:
    folders = {each.parent.name for each in (ROOT / "autograder").glob("*/__init__.py")}

    assert folders <= set(re.findall(r"`(\w+)/`", PAGE))


def test_the_picture_is_described() -> None:
    picture = ElementTree.parse(ROOT / "docs" / "images" / "trust-zones.svg")  # noqa: S314
    space = "{http://www.w3.org/2000/svg}"

    assert picture.findtext(f"{space}title")
    assert picture.findtext(f"{space}desc")
    assert "](images/trust-zones.svg)" in PAGE
