"""The language a reader wants: what they chose, else their browser's, else French."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from labs.language import LANG_COOKIE, LANGUAGES, best_language


def language_asked(request: Any | None) -> str:
    """ "fr" or "en" from a request: ?lang=, the link it leads to, cookie, browser."""
    if request is None:
        return LANGUAGES[0]
    query = parse_qs(request.query or "")
    following = parse_qs(urlsplit(query.get("next", [""])[0]).query)
    cookie = request.cookies.get(LANG_COOKIE)
    for chosen in (
        query.get("lang", [""])[0],
        following.get("lang", [""])[0],
        cookie.value if cookie else "",
    ):
        if chosen in LANGUAGES:
            return chosen
    return best_language(request.headers.get("Accept-Language"))
