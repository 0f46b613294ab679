"""How the record says no: one sentence, in both languages, with its status.

The sentence is written in French (the source language) and translated by
gettext where it is shown, so a refusal can cross a thread or a log unspoken.
"""

from __future__ import annotations

from typing import Any


class Refused(Exception):
    """Something that will not happen, and why.

    status: the HTTP status to answer with.
    message: French sentence, `%(name)s` for each value; a gettext msgid. A value that
    has a text in each language is a mapping, language -> text.
    retry_after_s: how long to wait, when waiting helps.
    """

    def __init__(
        self,
        status: int,
        message: str,
        /,
        *,
        retry_after_s: int | None = None,
        **values: Any,
    ) -> None:
        super().__init__(message % values if values else message)
        self.status = status
        self.message = message
        self.values = values
        self.retry_after_s = retry_after_s


def not_here() -> Refused:
    """The one answer for "does not exist" and for "is not yours"."""
    return Refused(
        404, "Il n'y a rien à cette adresse : elle est fausse, ou son accès est fermé."
    )
