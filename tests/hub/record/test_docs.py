"""docs/record-api.md names every address of the router, and invents none."""

from __future__ import annotations

import re
from pathlib import Path

from hub.record.web.routes import ROUTES
from tests.hub.record.web.test_access import template

DOCS = Path(__file__).parents[3] / "docs"


def test_every_api_address_is_documented_with_its_method() -> None:
    text = (DOCS / "record-api.md").read_text()
    written = {
        (method, path.partition("?")[0].partition("[")[0])
        for method, path in re.findall(r"^\| `(GET|POST|PUT) ([^`\s]+)`", text, re.M)
    }
    routed = {
        (method, template(route))
        for route in ROUTES
        for method in route.rules
        if template(route).startswith(("api/", "health", "metrics"))
    }

    assert written == routed


def test_every_page_is_named() -> None:
    text = (DOCS / "record-api.md").read_text()
    for route in ROUTES:
        path = template(route)
        short = (
            path.rpartition("/")[2]
            if path.endswith(("live", "labs", "history"))
            else path
        )
        assert short in text, path


def test_the_instructors_page_names_buttons_that_exist() -> None:
    text = (DOCS / "instructors.md").read_text()
    templates = Path(__file__).parents[3] / "hub/record/web/templates"
    pages = "".join(path.read_text() for path in templates.glob("*.html"))
    french = text.partition("## English")[0]

    for button in ("Publier pour la classe", "Donner ce délai", "Retirer ce délai"):
        assert f"**{button}**" in french
        assert f'_("{button}")' in pages
