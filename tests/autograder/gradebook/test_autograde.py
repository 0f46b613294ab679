"""What nbgrader is handed: verdicts it reads the right way, outputs that are safe."""

import base64
from typing import Any

import pytest
from nbformat.notebooknode import from_dict
from nbgrader.utils import determine_grade

from autograder.gradebook.autograde import safe_output, verdict_outputs
from labs.outcome import Outcome, State


@pytest.mark.parametrize(
    ("state", "points"),
    [
        (State.PASSED, 3.0),
        (State.PARTIAL, 1.25),
        (State.FAILED, 0.0),
        (State.UNTOUCHED, 0.0),
        (State.COULD_NOT_MARK, 0.0),
    ],
)
def test_nbgrader_reads_from_a_test_cell_what_we_mean(
    state: State, points: float
) -> None:
    outcome = Outcome("t", state, points, 3.0, "M7", "non", "no")
    nbgrader = {"grade": True, "solution": False, "points": 3, "grade_id": "t"}
    cell = from_dict(
        {
            "cell_type": "code",
            "metadata": {"nbgrader": nbgrader},
            "outputs": list(verdict_outputs(outcome, "fr")),
        }
    )

    assert determine_grade(cell) == (points, 3.0)


PNG = base64.b64encode(b"\x89PNG\r\n\x1a\nrest").decode()


def test_only_text_and_real_pictures_come_through() -> None:
    data = {
        "text/plain": "shown\x1b[0m\x00",
        "text/html": "<script>",
        "image/svg+xml": "<svg>",
        "image/png": PNG,
    }

    made = safe_output({"type": "display", "data": data})

    assert made is not None
    assert dict(made["data"]) == {"text/plain": "shown[0m", "image/png": PNG}


def test_a_picture_that_is_none_is_left_out() -> None:
    fake = base64.b64encode(b"<svg onload=alert(1)>").decode()

    made = safe_output({"type": "display", "data": {"image/png": fake}})

    assert made is not None
    assert "image/png" not in made["data"]


@pytest.mark.parametrize(
    "raw", [None, [], {"type": "script"}, {"type": "display", "data": 3}, {"type": []}]
)
def test_what_is_no_output_is_left_out(raw: Any) -> None:
    assert safe_output(raw) is None


def test_output_texts_of_any_kind_become_text() -> None:
    made = safe_output({"type": "stream", "name": ["x"], "text": {"a": 1}})

    assert made is not None
    assert (made["name"], made["text"]) == ("stdout", "")
