"""nbgrader's exchange, spoken over HTTP: `nbgrader list`, `fetch`, `submit` and so on.

The one rule: thin. Each class turns nbgrader's words (course, assignment) into
ours (cohort, lab), calls `client`, and logs what nbgrader's users expect to read.
Releasing and collecting belong to the autograder, and say so.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from nbgrader.exchange import abc
from traitlets import Unicode, default

from labs.exchange import folder
from labs.exchange.client import Record
from labs.exchange.problem import Problem
from labs.language import language_of


class Exchange(abc.Exchange):
    """What every command shares: the record, the cohort, the learner's words."""

    lang = Unicode(help="Language of what is said and fetched: 'fr' or 'en'.").tag(
        config=True
    )

    @default("lang")
    def _lang_of_the_server(self) -> str:
        return language_of(os.environ)

    def init_src(self) -> None:
        """Nothing to look for on disk: sources are checked when they are used."""

    def init_dest(self) -> None:
        """Nothing to prepare: the record is on the network."""

    def start(self) -> Any:
        try:
            return super().start()
        except Problem as problem:
            self.fail(problem.in_language(self.lang))

    def record(self) -> Record:
        return Record.from_environment(os.environ)

    def lab_folder(self) -> Path:
        lab: str = self.coursedir.assignment_id
        return Path(self.assignment_dir).resolve() / lab

    def cohort(self, record: Record) -> str:
        """The course asked for, the folder's own, or the only one there is."""
        if self.coursedir.course_id:
            return str(self.coursedir.course_id)
        own = folder.about(self.lab_folder()).get("cohort")
        if own:
            return str(own)
        lab = self.coursedir.assignment_id
        cohorts = {a["cohort"] for a in record.list_assignments() if a["lab"] == lab}
        if len(cohorts) == 1:
            return str(cohorts.pop())
        raise Problem(
            f"Le lab {lab!r} est donné dans {len(cohorts)} de tes promos. Ajoute "
            "--course suivi du nom de la promo. Rien n’a changé.",
            f"The lab {lab!r} is given in {len(cohorts)} of your cohorts. Add --course "
            "and the cohort's name. Nothing has changed.",
        )


class ExchangeList(Exchange, abc.ExchangeList):
    """`nbgrader list`: what is released; `--inbound` or `--cached`: what was sent."""

    def copy_files(self) -> None:
        """Listing copies nothing."""

    def list_files(self) -> list[dict[str, Any]]:
        if self.inbound or self.cached:
            return self._submitted()
        return self._released()

    def remove_files(self) -> None:
        raise Problem(
            "Un rendu ne se supprime pas : c’est ta preuve. Rien n’a été supprimé.",
            "A submission cannot be removed: it is your proof. Nothing was removed.",
        )

    def _released(self) -> list[dict[str, Any]]:
        self.log.info("Released assignments:")
        found = []
        for each in self.record().list_assignments(self.coursedir.course_id or None):
            if self.coursedir.assignment_id not in ("", each["lab"]):
                continue
            home = Path(self.assignment_dir).resolve() / each["lab"]
            is_here = (home / f"{each['lab']}.ipynb").exists()
            self.log.info(
                "%s %s%s",
                each["cohort"],
                each["lab"],
                " (already downloaded)" if is_here else "",
            )
            found.append(
                {
                    "course_id": each["cohort"],
                    "assignment_id": each["lab"],
                    "status": "fetched" if is_here else "released",
                    "path": str(home),
                    "notebooks": [_notebook(home, each["lab"])] if is_here else [],
                }
            )
        return found

    def _submitted(self) -> list[dict[str, Any]]:
        self.log.info("Submitted assignments:")
        asked = self.coursedir
        grouped: dict[tuple[str, str], list[dict[str, Any]]] = {}
        for each in self.record().submissions(
            asked.course_id or None, asked.assignment_id or None
        ):
            if each.get("kind") == "submit":
                grouped.setdefault((each["cohort"], each["lab"]), []).append(each)
        return [self._group(key, each) for key, each in sorted(grouped.items())]

    def _group(
        self, key: tuple[str, str], submissions: list[dict[str, Any]]
    ) -> dict[str, Any]:
        cohort, lab = key
        student = os.environ.get("JUPYTERHUB_USER", "")
        home = Path(self.assignment_dir).resolve() / lab
        rows = []
        for each in sorted(submissions, key=lambda each: str(each["received_at"])):
            kept = _feedback_folder(home, each)
            has_local = kept.is_dir()
            is_marked = each.get("state") == "marked"
            ready = " (feedback ready to be fetched)" if is_marked else ""
            said = " (feedback already fetched)" if has_local else ready
            self.log.info(
                "%s %s %s %s%s",
                cohort,
                student,
                lab,
                each["received_at"],
                said or " (no feedback available)",
            )
            rows.append(
                {
                    "course_id": cohort,
                    "assignment_id": lab,
                    "student_id": student,
                    "timestamp": each["received_at"],
                    "status": "submitted",
                    "path": str(home),
                    "notebooks": [_notebook(home, lab)],
                    "has_local_feedback": has_local,
                    "has_exchange_feedback": is_marked,
                    "feedback_updated": False,
                    "local_feedback_path": str(kept) if has_local else None,
                }
            )
        return {
            "course_id": cohort,
            "student_id": student,
            "assignment_id": lab,
            "status": "submitted",
            "submissions": rows,
        }


class ExchangeFetchAssignment(Exchange, abc.ExchangeFetchAssignment):
    """`nbgrader fetch_assignment LAB`: never overwrites; fills what is missing."""

    def copy_files(self) -> None:
        record = self.record()
        lab = self.coursedir.assignment_id
        target = self.lab_folder()
        if (target / f"{lab}.ipynb").exists() and not self.replace_missing_files:
            raise Problem(
                f"Le lab {lab} est déjà dans ton espace ; ton travail n’a pas été "
                "touché.",
                f"The lab {lab} is in your space already; your work was not touched.",
                409,
            )
        cohort = self.cohort(record)
        record.fetch(cohort, lab, self.lang, Path(self.assignment_dir).resolve())
        self.log.info("Fetched as: %s %s", cohort, lab)


class ExchangeSubmit(Exchange, abc.ExchangeSubmit):
    """`nbgrader submit LAB`: sends the folder, checks and logs the receipt."""

    def copy_files(self) -> None:
        record = self.record()
        # `nbgrader submit path/to/LAB` is allowed: the folder's name is the lab.
        self.coursedir.assignment_id = self.lab_folder().name
        lab = self.coursedir.assignment_id
        files = folder.files_of(self.lab_folder(), lab)
        own = folder.about(self.lab_folder())
        lang = own.get("lang", self.lang)
        sent = record.submit(self.cohort(record), lab, files, lang)
        receipt = sent["receipt"]
        folder.keep_receipt(self.lab_folder(), receipt)
        self.log.info("Submitted as: %s %s", self.cohort(record), lab)
        self.log.info(
            "Receipt %s: %s, digest %s",
            receipt.get("submission"),
            receipt.get("received_at"),
            receipt.get("digest"),
        )


class ExchangeFetchFeedback(Exchange, abc.ExchangeFetchFeedback):
    """`nbgrader fetch_feedback LAB`: into LAB/feedback/<time>/LAB.html, as nbgrader."""

    def copy_files(self) -> None:
        record = self.record()
        lab = self.coursedir.assignment_id
        fetched = 0
        for each in record.submissions(self.cohort(record), lab):
            page = record.feedback(each["id"]) if each["kind"] == "submit" else None
            if page is None:
                continue
            target = _feedback_folder(self.lab_folder(), each)
            target.mkdir(parents=True, exist_ok=True)
            (target / f"{lab}.html").write_bytes(page)
            self.log.info("Fetched feedback: %s", target / f"{lab}.html")
            fetched += 1
        if not fetched:
            self.log.warning("No feedback for '%s' yet", lab)


class _StaffOnly(Exchange):
    """A step that needs no command here: it says who does it."""

    command = ""
    fr = ""
    en = ""

    def copy_files(self) -> None:
        raise Problem(self.fr, self.en)


class ExchangeReleaseAssignment(_StaffOnly, abc.ExchangeReleaseAssignment):
    fr = (
        "Un lab se distribue depuis la page de la promo, ou par "
        "`python -m autograder release LAB --cohort PROMO`. Rien n’a été distribué."
    )
    en = (
        "A lab is released from the cohort's page, or by "
        "`python -m autograder release LAB --cohort COHORT`. Nothing was released."
    )


class ExchangeReleaseFeedback(_StaffOnly, abc.ExchangeReleaseFeedback):
    fr = (
        "L’autograder publie les retours dès qu’un rendu est corrigé : il n’y a rien "
        "à lancer. Rien n’a changé."
    )
    en = (
        "The autograder publishes feedback as soon as a submission is marked: there is "
        "nothing to run. Nothing has changed."
    )


class ExchangeCollect(_StaffOnly, abc.ExchangeCollect):
    fr = (
        "L’autograder ramasse chaque rendu dès qu’il arrive : il n’y a rien à lancer. "
        "Rien n’a changé."
    )
    en = (
        "The autograder collects each submission as it arrives: there is nothing to "
        "run. Nothing has changed."
    )


def _notebook(home: Path, lab: str) -> dict[str, str]:
    return {"notebook_id": lab, "path": str(home / f"{lab}.ipynb")}


def _feedback_folder(home: Path, submission: dict[str, Any]) -> Path:
    """One folder per submission, named by its time; never outside the lab."""
    stamp = "".join(c if c.isalnum() else "-" for c in str(submission["received_at"]))
    return home / "feedback" / stamp[:40]
