"""The pages ship what they show."""

from __future__ import annotations

import re
from pathlib import Path

from hub.record.web.pages.vendoring import FILES, ROOT, vendor
from tests.hub.record.classroom_life import Life


def test_htmx_and_the_font_are_shipped_with_the_pages(
    tmp_path: Path, school: Life
) -> None:
    assert vendor(ROOT, tmp_path) == len(FILES)
    assert {path.name for path in tmp_path.iterdir()} == set(FILES.values())
    style = school.http.get("/static/record.css")
    assert style.status_code == 200
    assert "http" not in style.text
    named = re.findall(r'url\("vendor/([^"]+)"\)', style.text)
    assert set(named) <= set(FILES.values())
