"""The page that stands where a lab should have opened."""

import pytest

from labs.exchange.problem import Problem
from labs.kit.bar.page import trouble_page

LATE = Problem("Le serveur n'est pas là : attends.", "The server is away: wait.")


@pytest.mark.parametrize(
    ("lang", "said"),
    [
        ("fr", ("Le lab ne s’est pas ouvert", "attends.", "Réessayer", "Mes labs")),
        ("en", ("The lab did not open", "away: wait.", "Try again", "My labs")),
    ],
)
def test_all_of_it_is_in_the_learners_language(lang: str, said: tuple[str]) -> None:
    page = trouble_page(LATE, lang, "/services/record/", "lab/demo/N1-01")

    assert f'<html lang="{lang}">' in page
    assert all(words in page for words in said)
    assert "{{" not in page


def test_it_leads_back_to_the_labs_and_to_a_second_try() -> None:
    page = trouble_page(LATE, "en", "/services/record/", "user/ada/lab?next=%2F&a=1")

    assert 'href="/services/record/"' in page
    assert 'href="/user/ada/lab?next=%2F&amp;a=1"' in page


@pytest.mark.parametrize("again", ["//elsewhere.example", "///elsewhere.example"])
def test_a_second_try_never_leads_elsewhere(again: str) -> None:
    assert 'href="/elsewhere.example"' in trouble_page(LATE, "fr", "/", again)
