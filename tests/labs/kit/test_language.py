"""The kit speaks the language it was told, then the server's, then French."""

from pathlib import Path

import pytest

from labs.kit.language import (
    both,
    in_language,
    language,
    say,
    set_language,
    when_language_changes,
)


@pytest.fixture(autouse=True)
def _fresh(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("labs.kit.language._listeners", [])


def test_the_servers_language_holds_until_one_is_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert language() == "fr"
    monkeypatch.setenv("CAIRE_LANG", "en")
    assert language() == "en"

    set_language("fr")

    assert language() == "fr"


def test_who_listens_is_told_of_a_change() -> None:
    heard: list[str] = []
    when_language_changes(heard.append)

    set_language("en")

    assert heard == ["en"]


def test_an_unknown_language_changes_nothing() -> None:
    with pytest.raises(ValueError, match=r"'de'.*'fr'.*'en'.*Nothing"):
        set_language("de")

    assert language() == "fr"


def test_french_gets_its_spaces_and_english_stays_as_it_is() -> None:
    text = {"fr": "Prêt ?", "en": "Ready ?"}

    assert both(text) == {"fr": "Prêt\N{NO-BREAK SPACE}?", "en": "Ready ?"}
    assert in_language(text, "en") == "Ready ?"
    assert in_language("Prêt ?") == "Prêt\N{NO-BREAK SPACE}?"


def test_a_text_without_one_of_its_languages_is_refused() -> None:
    with pytest.raises(ValueError, match="'fr' and 'en'"):
        both({"fr": "Prêt"})


def test_nothing_is_said_while_marking(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    say(fr="Bonjour.", en="Hello.")
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    say(fr="Encore.", en="Again.")

    assert capsys.readouterr().out == "Bonjour.\n"
