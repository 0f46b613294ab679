"""How a learner's server and the record exchange work: releases in, submissions out.

The one rule: everything here speaks HTTP to the record with the learner's own
token, and never overwrites a learner's work. `client` is all the bar needs;
`plugins` says the same to nbgrader, which may be absent from a slim image.

Words: the *home* is the learner's folder; a *lab folder* is `home/LAB`; a
*release* is what an instructor gave out; a *submission* is what came back.
"""

from __future__ import annotations

_PLUGINS = "labs.exchange.plugins"


def nbgrader_settings() -> dict[str, str]:
    """What to put in nbgrader's `c.ExchangeFactory`, by option."""
    return {
        "exchange": f"{_PLUGINS}.Exchange",
        "list": f"{_PLUGINS}.ExchangeList",
        "fetch_assignment": f"{_PLUGINS}.ExchangeFetchAssignment",
        "fetch_feedback": f"{_PLUGINS}.ExchangeFetchFeedback",
        "submit": f"{_PLUGINS}.ExchangeSubmit",
        "release_assignment": f"{_PLUGINS}.ExchangeReleaseAssignment",
        "release_feedback": f"{_PLUGINS}.ExchangeReleaseFeedback",
        "collect": f"{_PLUGINS}.ExchangeCollect",
    }
