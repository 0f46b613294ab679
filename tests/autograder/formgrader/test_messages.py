"""What the proxy says itself: both languages, and nothing from outside as HTML."""

import pytest

from autograder.formgrader.messages import _SAID, page, reader_language, said


@pytest.mark.parametrize("key", _SAID)
def test_each_sentence_is_said_in_both_languages(key: str) -> None:
    french, english = said(key, "fr"), said(key, "en")

    assert french != english
    assert french.endswith(".")
    assert english.endswith(".")
    assert not any(f" {sign}" in french for sign in ";:!?")  # set as French is


@pytest.mark.parametrize(
    ("asked", "accepts", "lang"),
    [
        ("en", "fr", "en"),
        ("fr", "en-GB", "fr"),
        (None, "en-GB,fr;q=0.5", "en"),
        ("de", "en", "en"),
        ("<script>", None, "fr"),
        (None, None, "fr"),
        (None, "de", "fr"),
    ],
)
def test_the_readers_choice_goes_before_the_browsers(
    asked: str | None, accepts: str | None, lang: str
) -> None:
    assert reader_language(asked, accepts) == lang


def test_the_page_names_its_language_and_leads_back() -> None:
    french = page("no-gradebook", "fr", "/static/", "/cohorts")
    english = page("no-gradebook", "en", "/static/", "/cohorts")

    assert '<html lang="fr">' in french
    assert '<a href="/cohorts">Retour à mes promotions</a>' in french
    assert '<html lang="en">' in english
    assert '<a href="/cohorts">Back to my cohorts</a>' in english
    assert 'href="/static/formgrader.css"' in english


def test_addresses_are_escaped() -> None:
    html = page("failed", "en", '"><script>1</script>', '"><script>2</script>')

    assert "<script>" not in html
