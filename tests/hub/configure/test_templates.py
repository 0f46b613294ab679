"""The Hub's own pages: both languages, one look, no inline script."""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest

from hub.configure.templates import CATALOGUES, HUB, catalogue
from hub.spawners.language import language_asked
from labs.language import french

TEMPLATES = sorted((HUB / "templates").glob("*.html"))
TEXT = re.compile(r"""_\((["'])(.*?)\1""")


def texts(template: Path) -> set[str]:
    return {found for _, found in TEXT.findall(template.read_text(encoding="utf-8"))}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_every_text_of_a_page_exists_in_english(template: Path) -> None:
    assert {text for text in texts(template) if text not in catalogue("en")} == set()


def test_no_translation_is_left_over() -> None:
    used = set().union(*(texts(template) for template in TEMPLATES))

    assert set(catalogue("en")) == used


def test_french_has_a_space_that_does_not_break_before_double_signs() -> None:
    wrong = [t for page in TEMPLATES for t in texts(page) if re.search(" [:;!?]", t)]

    assert wrong == []
    assert [t for page in TEMPLATES for t in texts(page) if french(t) != t] == []


def test_a_translation_asks_for_the_same_values() -> None:
    wanted = re.compile(r"%\(\w+\)s")
    for in_french, in_english in catalogue("en").items():
        assert wanted.findall(in_french) == wanted.findall(in_english)


@pytest.mark.parametrize(
    "template",
    [page for page in TEMPLATES if page.stem != "legacy"],
    ids=lambda path: path.stem,
)
def test_our_pages_have_no_inline_script_nor_outside_address(template: Path) -> None:
    text = template.read_text(encoding="utf-8")

    assert re.findall(r"<script(?![^>]*src=)", text) == []
    assert re.findall(r"\son\w+=", text) == []
    assert "//" not in re.sub(r"{#.*?#}", "", text, flags=re.DOTALL)


def test_french_needs_no_catalogue() -> None:
    assert catalogue("fr") == {}
    assert [path.name for path in CATALOGUES.iterdir()] == ["en"]


@pytest.mark.parametrize(
    ("query", "cookie", "header", "language"),
    [
        ("", None, "en", "en"),
        ("", "fr", "en", "fr"),
        ("lang=en", "fr", "fr", "en"),
        ("lang=xx", "en", "fr", "en"),
        (
            "next=%2Fuser%2Fada%2Flabs%2Fopen%3Flab%3DN1-01%26lang%3Den",
            None,
            "fr",
            "en",
        ),
    ],
)
def test_a_choice_goes_before_the_browser(
    query: str, cookie: str | None, header: str, language: str
) -> None:
    cookies = {"caire_lang": SimpleNamespace(value=cookie)} if cookie else {}
    request = SimpleNamespace(
        query=query, cookies=cookies, headers={"Accept-Language": header}
    )

    assert language_asked(request) == language


def test_no_request_is_french() -> None:
    assert language_asked(None) == "fr"
