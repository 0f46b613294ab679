"""What a learner reads about an error of theirs, and what never stands in it."""

from typing import Any

import pytest

from autograder.grading import messages
from autograder.grading.messages import ADVICE, Message, stopped_with


def error(kind: str, **more: Any) -> dict[str, Any]:
    return {"kind": kind, "kinds": [kind, "Exception"], "message": "secret 42", **more}


@pytest.mark.parametrize("name", ADVICE)
def test_each_advice_is_said_in_both_languages(name: str) -> None:
    fr, en = ADVICE[name]
    said = stopped_with(error(name, line=3))

    assert fr in said.fr
    assert en in said.en
    assert "à la ligne 3" in said.fr
    assert "at line 3" in said.en


def test_the_message_of_an_error_is_never_repeated() -> None:
    for in_a_test in (False, True):
        said = stopped_with(error("ValueError"), in_a_test=in_a_test)
        assert "secret" not in said.fr + said.en


def test_in_a_test_a_class_made_on_the_spot_is_called_by_what_it_is() -> None:
    made = {"kind": "Answer42", "kinds": ["Answer42", "KeyError", "Exception"]}

    assert "Answer42" not in stopped_with(made, in_a_test=True).en
    assert "KeyError" in stopped_with(made, in_a_test=True).en
    assert "Answer42" in stopped_with(made).en


@pytest.mark.parametrize("kind", ["<b>", "a" * 61, "two words", None, 3])
def test_a_name_that_is_none_is_an_exception(kind: Any) -> None:
    assert "a Exception error" in stopped_with({"kind": kind}).en


@pytest.mark.parametrize("line", [0, -1, True, "3", 10**9, None])
def test_a_line_that_is_none_is_left_out(line: Any) -> None:
    assert "at line" not in stopped_with(error("ValueError", line=line)).en


def test_each_fixed_message_has_both_languages() -> None:
    fixed = [each for each in vars(messages).values() if isinstance(each, Message)]

    assert len(fixed) >= 8
    for each in fixed:
        assert each.fr
        assert each.en
        assert each.fr != each.en
