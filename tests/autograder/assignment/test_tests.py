"""What is read from a source notebook for the examiner."""

import json
from typing import Any

from autograder.assignment.tests import read_tests


def test_libraries_come_from_our_cells_never_from_the_solution() -> None:
    def cell(source: str, **nbgrader: Any) -> dict[str, Any]:
        metadata = {"nbgrader": nbgrader} if nbgrader else {}
        return {"cell_type": "code", "metadata": metadata, "source": source}

    notebook = {
        "cells": [
            cell("%matplotlib inline\nimport numpy as np\nfrom math import *"),
            cell("from statistics import mean\nx = 1", solution=True, grade_id="a"),
            cell("import hidden\ny = 2", grade=True, grade_id="t", points=1),
        ]
    }

    found = read_tests(json.loads(json.dumps(notebook)))

    assert found["imports"] == ["import numpy as np", "import hidden"]
    assert "x" in found["names"]
    assert "y" not in found["names"]


def test_a_cell_that_does_not_parse_defines_nothing() -> None:
    broken = {"cell_type": "code", "metadata": {}, "source": "def f(:\n  x = 1"}

    assert read_tests({"cells": [broken]})["names"] == []
