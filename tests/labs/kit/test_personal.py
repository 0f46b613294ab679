"""A text that looks like personal data gets a kind warning; others get none."""

import pytest

from labs.kit.personal import personal_data_in


@pytest.mark.parametrize(
    ("text", "word"),
    [
        ("écris à ada.l@exemple.fr", "e-mail"),
        ("06 12 34 56 78", "téléphone"),
        ("+33 6.12.34.56.78", "téléphone"),
        ("1 85 05 78 006 084", "identité"),
    ],
)
def test_what_looks_personal_is_warned_about(text: str, word: str) -> None:
    found = personal_data_in(text)

    assert found is not None
    assert found.kind == "warn"
    assert word in found.fr
    assert "make it up" in found.en


@pytest.mark.parametrize("text", ["", "J'ai 12 dessins", "le 24/11/2026", "0,75 @ 3"])
def test_ordinary_answers_are_left_alone(text: str) -> None:
    assert personal_data_in(text) is None
