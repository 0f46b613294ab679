"""The catalogues follow the sentences of the code; here in a folder of their own."""

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from hub.record.web.pages import messages
from labs.words import STATE_WORDS

PYTHON = """
from gettext import gettext as _, ngettext
said = [_("Bonjour"), ngettext("%(n)s lab", "%(n)s labs", 2), "pas une phrase"]
raise Refused(403, "Ce lab n’est pas pour toi.", _("Bonjour"))
"""
PAGE = "<p>{{ _('Mes labs') }}</p><p>{% trans %}À rendre{% endtrans %}</p>"


@pytest.fixture
def code(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "code" / "templates").mkdir(parents=True)
    (tmp_path / "code" / "page.py").write_text(PYTHON)
    (tmp_path / "code" / "templates" / "page.html").write_text(PAGE)
    monkeypatch.setattr(messages, "ROOT", tmp_path / "code")
    monkeypatch.setattr(messages, "LOCALE", tmp_path / "locale")
    return tmp_path / "code"


def ids(catalogue: Catalog) -> set[object]:
    words = {word.fr for word in STATE_WORDS.values()}
    return {message.id for message in catalogue if message.id} - words


@pytest.mark.usefixtures("code")
def test_sentences_of_code_templates_and_refusals_are_found() -> None:
    assert ids(messages.extracted()) == {
        "Bonjour",
        ("%(n)s lab", "%(n)s labs"),
        "Ce lab n’est pas pour toi.",
        "Mes labs",
        "À rendre",
    }


@pytest.mark.usefixtures("code")
def test_the_words_of_the_states_are_among_them() -> None:
    assert {word.fr for word in STATE_WORDS.values()} <= {
        message.id for message in messages.extracted()
    }


@pytest.mark.usefixtures("code")
def test_french_fills_itself_and_english_says_how_many_are_missing() -> None:
    missing = messages.update()

    french = messages.kept("fr")
    assert missing == {"fr": 0, "en": len(messages.extracted())}
    assert french["Bonjour"].string == "Bonjour"
    assert french["%(n)s lab"].string == ("%(n)s lab", "%(n)s labs")
    assert "Bonjour" in messages.unfinished(messages.kept("en"))


def test_words_that_are_written_stay_and_old_sentences_go(code: Path) -> None:
    messages.update()
    file = messages.po_file("en")
    written = file.read_text().replace(
        'msgid "Bonjour"\nmsgstr ""', 'msgid "Bonjour"\nmsgstr "Hello"'
    )
    file.write_text(written)
    (code / "templates" / "page.html").write_text("{{ _('Bonjour !') }}")

    messages.update()

    english = messages.kept("en")
    assert english["Bonjour"].string == "Hello"
    assert english["Bonjour !"].string == "", "never guessed from a like one"
    assert "Mes labs" not in english
    assert "Mes labs" not in file.read_text()


@pytest.mark.usefixtures("code")
def test_a_second_update_changes_no_byte() -> None:
    messages.update()
    before = messages.po_file("en").read_bytes()

    messages.update()

    assert messages.po_file("en").read_bytes() == before
