"""One text for one value: what is hashed, signed and compared."""

import pytest

from hub.record.store.canonical import canonical, sha256


def test_the_order_of_keys_and_the_spaces_do_not_matter() -> None:
    assert canonical({"b": [1, 2], "a": "é"}) == '{"a":"é","b":[1,2]}'
    assert canonical({"a": 1, "b": 2}) == canonical({"b": 2, "a": 1})


@pytest.mark.parametrize("value", [float("nan"), float("inf"), [-float("inf")]])
def test_what_is_no_number_is_refused(value: object) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        canonical(value)


def test_the_hash_is_of_the_text_in_utf_8() -> None:
    known = "4a99557e4033c3539de2eb65472017cad5f9557f7a0625a09f1c3f6e2ba69c4c"

    assert sha256("é") == known
