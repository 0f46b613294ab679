"""The language a reader wants: what they chose, else their browser's, else French."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

LANGUAGES = ("fr", "en")
COOKIE = "caire_lang"


def language_asked(request: Any | None) -> str:
    """ "fr" or "en" from a request: ?lang=, the link it leads to, cookie, browser."""
    if request is None:
        return LANGUAGES[0]
    query = parse_qs(request.query or "")
    following = parse_qs(urlsplit(query.get("next", [""])[0]).query)
    cookie = request.cookies.get(COOKIE)
    for chosen in (
        query.get("lang", [""])[0],
        following.get("lang", [""])[0],
        cookie.value if cookie else "",
    ):
        if chosen in LANGUAGES:
            return chosen
    return browser_language(request.headers.get("Accept-Language", ""))


def browser_language(header: str) -> str:
    """The first of ours in an Accept-Language header, by its quality; else French."""
    wanted: list[tuple[float, int, str]] = []
    for place, part in enumerate(header.split(",")[:20]):
        tag, _, quality = part.partition(";q=")
        try:
            weight = float(quality or 1)
        except ValueError:
            continue
        wanted.append((-weight, place, tag.strip().lower()[:2]))
    return next((tag for _, _, tag in sorted(wanted) if tag in LANGUAGES), LANGUAGES[0])
