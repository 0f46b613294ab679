"""A value, or one sentence why not."""

from __future__ import annotations

import json
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.record.domain.refusal import Refused
from hub.record.web.arguments import check_text, from_json, seconds, shown


@pytest.mark.parametrize(
    ("text", "wait"), [("0", 0.0), ("20", 20.0), ("0.25", 0.25), ("9999", 25.0)]
)
def test_a_wait_is_a_number_of_seconds(text: str, wait: float) -> None:
    assert seconds(text, 25.0) == wait


@given(st.text(max_size=12))
def test_any_other_text_is_no_wait(text: str) -> None:
    with suppress(Refused):
        assert 0 <= seconds(text, 25.0) <= 25


@pytest.mark.parametrize("text", ["a\0", "\ud800", "x" * 2001])
def test_what_no_field_can_hold_is_refused(text: str) -> None:
    with pytest.raises(Refused):
        check_text(text)


def test_what_is_shown_again_is_short_and_printable() -> None:
    assert shown("a\x1b[2J" + "b" * 100).isprintable()
    assert len(shown("b" * 100)) == 40


plain = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0")),
    lambda inner: st.lists(inner) | st.dictionaries(st.text("abc"), inner),
    max_leaves=10,
)


@given(plain)
def test_json_comes_through_as_it_is(value: Any) -> None:
    assert from_json(json.dumps(value).encode()) == value


@given(st.binary(max_size=60))
def test_any_bytes_are_a_value_or_a_refusal(body: bytes) -> None:
    with suppress(Refused):
        json.dumps(from_json(body), allow_nan=False, ensure_ascii=False).encode()
