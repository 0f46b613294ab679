"""A widget's one sentence, in both languages, French with its spaces."""

import pytest

from labs.kit.notice import Notice, Refused


def test_french_is_typeset_and_english_is_left_alone() -> None:
    notice = Notice("ok", "C'est fait !", "It's done!")

    assert notice.as_dict() == {
        "kind": "ok",
        "fr": "C’est fait\u00a0!",
        "en": "It's done!",
    }


def test_a_refusal_carries_its_notice_and_warns_unless_told_otherwise() -> None:
    with pytest.raises(Refused, match="Too many") as caught:
        raise Refused("Trop.", "Too many.")

    assert caught.value.notice == Notice("warn", "Trop.", "Too many.")
    assert Refused("", "", "problem").notice.kind == "problem"
