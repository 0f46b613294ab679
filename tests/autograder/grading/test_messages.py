"""What a learner reads about an error of theirs, and what never stands in it."""

import builtins
from dataclasses import replace
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


@pytest.mark.parametrize("in_a_test", [True, False])
def test_a_class_made_on_the_spot_is_called_by_what_it_is(in_a_test: bool) -> None:
    made = {"kind": "Answer42", "kinds": ["Answer42", "KeyError", "Exception"]}

    said = stopped_with(made, in_a_test=in_a_test)
    assert "Answer42" not in said.fr + said.en
    assert "KeyError" in said.en


SPELLED = ["Q27", "<b>", "a" * 61, "two words", "BlockingIOError", "Exception", None, 3]


@pytest.mark.parametrize("kind", SPELLED)
def test_a_name_that_is_not_in_the_list_is_another_error(kind: Any) -> None:
    for in_a_test in (True, False):
        said = stopped_with({"kind": kind, "kinds": [kind]}, in_a_test=in_a_test)
        assert "une autre erreur" in said.fr
        assert "another error" in said.en
        assert str(kind) not in said.fr + said.en


def test_an_error_in_a_test_says_one_of_few_sentences_whatever_the_code_raises() -> (
    None
):
    """Half a thousand classes, lines and messages are 500 answers; we have under 32."""
    built_in = [name for name in dir(builtins) if name.endswith(("Error", "Exit"))]
    names = [*built_in, *(f"Q{number}" for number in range(400)), *messages.NAMED]
    raised = [error(each, line=n, name=each) for n, each in enumerate(names)]

    said = {stopped_with(each, in_a_test=True) for each in raised}

    assert len(said) <= 32
    assert not any(character.isdigit() for each in said for character in _bare(each))


def _bare(said: Message) -> str:
    """Without the digits that our own advice has."""
    for fr, en in ADVICE.values():
        said = replace(said, fr=said.fr.replace(fr, ""), en=said.en.replace(en, ""))
    return said.fr + said.en


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
