"""What a page leads to, read from its HTML as a browser would."""

from __future__ import annotations

from html.parser import HTMLParser


class Links(HTMLParser):
    """Every address that a page names."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.primary = 0
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.found += [
            value
            for name in ("href", "src", "action", "hx-get")
            if (value := values.get(name))
        ]
        classes = (values.get("class") or "").split()
        self.primary += "button" in classes and "quiet" not in classes
