"""Sentences a learner can act on, in both languages."""

import pytest

from labs.exchange import problem
from labs.exchange.problem import MEGABYTE, Problem, size_in_words

NBSP = "\N{NO-BREAK SPACE}"


def test_french_is_set_and_english_is_left() -> None:
    found = Problem("Rien n'a été rendu : réessaie !", "Nothing: try again!", 503, 60)

    assert found.in_language("fr") == f"Rien n’a été rendu{NBSP}: réessaie{NBSP}!"
    assert found.in_language("en") == "Nothing: try again!"
    assert (found.status, found.retry_after_s) == (503, 60)


@pytest.mark.parametrize(
    ("size", "fr", "en"),
    [
        (0, "0,1 Mo", "0.1 MB"),
        (int(8.5 * MEGABYTE), "8,5 Mo", "8.5 MB"),
        (300 * MEGABYTE, "300 Mo", "300 MB"),
    ],
)
def test_a_size_is_written_as_people_write_it(size: int, fr: str, en: str) -> None:
    assert size_in_words(size) == (fr.replace(" ", NBSP), en.replace(" ", NBSP))


@pytest.mark.parametrize(
    ("name", "fr", "en"),
    [
        ("N1-01.ipynb", "Efface les sorties", "Clear the outputs"),
        ("photo.png", "Déplace ce fichier", "Move this file"),
    ],
)
def test_too_big_says_what_to_do_with_that_file(name: str, fr: str, en: str) -> None:
    found = problem.too_big(name, 9 * MEGABYTE, 8 * MEGABYTE)

    assert fr in found.fr
    assert en in found.en
    assert found.status == 413
