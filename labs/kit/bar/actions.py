"""What the bar asks of the learner's server, without a web framework around it.

The one rule: every method may block (it reads files and asks the record), so the
handlers call it in a thread. Each returns plain data for the bar, or raises
Problem, a sentence in both languages.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from labs.exchange import folder, problem
from labs.exchange.client import Record
from labs.exchange.problem import Problem
from labs.language import language_of

_LAB = re.compile(r"[A-Z][A-Z0-9]{0,3}-[0-9]{2}")


@dataclass
class LabActions:
    """What the bar's buttons do, in one learner's home and with the record.

    record: None when the server was started without one; every question that
    needs it then raises the same clear Problem.
    """

    home: Path
    record: Record | None
    lang: str = "fr"
    _prefix: str = field(default="/services/record/", repr=False)

    @classmethod
    def from_environment(cls, home: Path, environment: Mapping[str, str]) -> LabActions:
        lang = language_of(environment)
        try:
            record = Record.from_environment(environment)
        except Problem:
            return cls(home, None, lang)
        return cls(home, record, lang, urlsplit(record.url).path + "/")

    @property
    def record_url(self) -> str:
        return self.record.url if self.record else ""

    @property
    def my_labs(self) -> str:
        """The address of the learner's home page, as the browser knows it."""
        return self._prefix

    def open(self, cohort: str, lab: str, lang: str) -> str:
        """Fetches the lab if it is not here; the path of its notebook in the home."""
        self._record().fetch(cohort, _lab(lab), lang, self.home)
        return f"{lab}/{lab}.ipynb"

    def state(self, lab: str) -> dict[str, Any]:
        """All the bar shows: the assignment, the last submission, the last receipt.

        A record that does not answer is part of the state, not the end of it: the
        bar still opens, and still saves.
        """
        own = folder.about(self.home / _lab(lab))
        state: dict[str, Any] = {
            "lab": lab,
            "cohort": own.get("cohort"),
            "home": self.my_labs,
            "assignment": None,
            "last": None,
            "receipt": None,
            "trouble": None,
        }
        try:
            state |= self._from_the_record(own.get("cohort"), lab)
        except Problem as trouble:
            state["trouble"] = {"fr": trouble.fr, "en": trouble.en}
        return state

    def send(self, lab: str, kind: str) -> dict[str, Any]:
        """Sends the lab's folder as it is on disk; the submission and its receipt."""
        record = self._record()
        here = self.home / _lab(lab)
        files = folder.files_of(here, lab)
        own = folder.about(here)
        cohort = own.get("cohort") or self._cohort_of(record, lab)
        sent = record.submit(cohort, lab, files, own.get("lang", self.lang), kind)
        if kind == "submit":
            folder.keep_receipt(here, sent["receipt"])
        sent["receipt"] = self._receipt(sent["receipt"])
        return sent

    def again(self, lab: str, lang: str | None, now: datetime) -> dict[str, str]:
        """Starts the lab again; says which folder keeps the old work."""
        record = self._record()
        own = folder.about(self.home / _lab(lab))
        cohort = own.get("cohort") or self._cohort_of(record, lab)
        language = lang or own.get("lang", self.lang)
        copy = record.start_again(cohort, lab, language, self.home, now)
        return {"copy": copy.name}

    def status(self, submission: str, seen: str, wait_s: int) -> dict[str, Any]:
        return self._record().status(submission, seen, wait_s)

    def _from_the_record(self, cohort: str | None, lab: str) -> dict[str, Any]:
        record = self._record()
        assignment = record.assignment(cohort, lab)
        if assignment is None:
            raise Problem(
                f"Le lab {lab} n’est pas distribué dans ta promo. Tu peux y "
                "travailler, mais pas le rendre.",
                f"The lab {lab} is not released in your cohort. You can work on it, "
                "but not submit it.",
                404,
            )
        found = record.submissions(str(assignment.get("cohort")), lab)
        last = found[0] if found else None
        sent = [each for each in found if each.get("kind") == "submit"]
        receipt = None
        if sent:
            receipt = self._receipt({**sent[0], "submission": sent[0]["id"]})
        return {
            "cohort": assignment.get("cohort"),
            "assignment": assignment,
            "last": last,
            "receipt": receipt,
        }

    def _receipt(self, receipt: Mapping[str, Any]) -> dict[str, Any]:
        """What the bar shows of a receipt. The link is ours, whatever was said."""
        submission = str(receipt.get("submission"))
        return {
            "submission": submission,
            "received_at": receipt.get("received_at"),
            "digest": receipt.get("digest"),
            "url": f"{self._prefix}receipt/{quote(submission, safe='')}",
        }

    def _record(self) -> Record:
        if self.record is None:
            raise problem.not_set_up()
        return self.record

    def _cohort_of(self, record: Record, lab: str) -> str:
        assignment = record.assignment(None, lab)
        if assignment is None:
            raise problem.no_lab_here(lab)
        return str(assignment.get("cohort"))


def _lab(lab: str) -> str:
    """The lab's id, when it is one: it becomes a folder's name."""
    if not _LAB.fullmatch(lab):
        raise Problem(
            f"{lab[:40]!r} n’est pas le nom d’un lab, par exemple N1-01. Ouvre le lab "
            "depuis « Mes labs ». Rien n’a changé.",
            f"{lab[:40]!r} is not the name of a lab, for example N1-01. Open the lab "
            "from “My labs”. Nothing has changed.",
        )
    return lab
