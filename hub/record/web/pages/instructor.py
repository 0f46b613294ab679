"""The instructor's pages: the class live, one learner, who did what."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from hub.record.domain.refusal import not_here
from hub.record.store import (
    audit,
    classroom,
    overview,
    people,
    releases,
    submissions,
)
from hub.record.store.canonical import canonical, sha256
from hub.record.store.classroom import Matrix
from hub.record.store.models import Job, Release
from hub.record.store.types import now
from hub.record.web.access import COHORT_WRITE
from hub.record.web.guards import over
from hub.record.web.pages.lines import lines
from hub.record.web.pages.page import Page


@dataclass(frozen=True)
class LabLine:
    """One lab of the catalogue in "labs and dates". job: the newest asked for."""

    lab: str
    title: dict[str, str]
    release: Release | None
    job: Job | None

    @property
    def state(self) -> str:
        if self.job is not None and self.job.state != "done":
            return self.job.state
        return "done" if self.release else "none"


class ClassPage(Page):
    """GET: the class: the matrix, who is stuck, labs and dates, extensions."""

    async def get(self, cohort: str) -> None:
        self.page("class.html", **await self.values(cohort))

    async def values(self, cohort: str) -> dict[str, Any]:
        wanted = self.get_query_argument("lab", "")
        found = await self.ask(lambda s: self._question(s, cohort, wanted))
        found["can_write"] = self.may(COHORT_WRITE)
        found["said"] = self.get_query_argument("said", "")
        found["is_paused"] = self.get_query_argument("live", "") == "off"
        base = self.context.settings.hub_base
        found["formgrader"] = f"{base}services/formgrader/{cohort}/formgrader"
        return found

    def _question(self, session: Session, cohort: str, wanted: str) -> dict[str, Any]:
        over(session, self.name, cohort)
        released = {r.lab: r for r in releases.releases_of(session, cohort)}
        lab = wanted if wanted in released else classroom.busiest_lab(session, cohort)
        matrix = classroom.matrix(session, released[lab]) if lab else None
        extended = releases.extensions_in_force(session, cohort)
        seats = people.roster(session, cohort)
        unmarked = submissions.could_not_mark(session, cohort)
        waits = matrix is not None and matrix.queued > 0
        minutes_left = classroom.minutes_left(session) if waits else None
        return {
            "cohort": cohort,
            "cohort_name": people.cohort_name(session, cohort),
            "cohorts": people.staff_cohorts(session, self.name),
            "lab": lab,
            "labs": self._lab_lines(session, cohort, released),
            "matrix": matrix,
            "minutes_left": minutes_left,
            "unmarked": unmarked,
            "seats": seats,
            "seat_of": {seat.enrolment: seat for seat in seats},
            "extended": extended,
            "now": now(),
            "tag": _tag(matrix, [u.row.id for u in unmarked], minutes_left),
        }

    def _lab_lines(
        self, session: Session, cohort: str, released: dict[str, Release]
    ) -> list[LabLine]:
        jobs = {job.lab: job for job in releases.recent_jobs(session, cohort)}
        known = self.context.catalogue.by_id
        gone = [lab for lab in released if lab not in known]
        return [
            LabLine(
                lab=lab,
                title=dict(known[lab].title)
                if lab in known
                else {"fr": lab, "en": lab},
                release=released.get(lab),
                job=jobs.get(lab),
            )
            for lab in [*known, *gone]
        ]


class ClassLive(ClassPage):
    """GET: the moving part of the class page, for htmx."""

    async def get(self, cohort: str) -> None:
        self.fragment("class_live.html", **await self.values(cohort))


class ClassJobs(ClassPage):
    """GET: labs and dates, for htmx while a release is under way."""

    async def get(self, cohort: str) -> None:
        values = await self.values(cohort)
        shown = [
            [line.lab, line.state, line.release and str(line.release.due)]
            for line in values["labs"]
        ]
        tag = f'"{sha256(canonical(shown))[:16]}"'
        self.fragment("class_labs.html", **{**values, "tag": tag})


class OneLearner(Page):
    """GET: one learner's labs, as their instructor. The reading is logged."""

    async def get(self, cohort: str, learner: str) -> None:
        def question(session: Session) -> dict[str, Any]:
            over(session, self.name, cohort)
            seat = people.seat_by_learner(session, learner, cohort)
            if seat is None:
                raise not_here()
            taken = self.context.submission_events.taken
            cards = overview.labs_of(session, seat, self.context.catalogue, taken)
            audit.note(session, self.name, "read", cohort=cohort, learner=learner)
            sent = {card.lab: lines(session, card.submissions, taken) for card in cards}
            return {"seat": seat, "cards": cards, "sent": sent, "cohort": cohort}

        self.page("learner.html", **await self.change(question))


class Audit(Page):
    """GET: who did what in this class."""

    async def get(self, cohort: str) -> None:
        def question(session: Session) -> dict[str, Any]:
            over(session, self.name, cohort)
            rows = audit.trail(session, cohort)
            return {
                "cohort": cohort,
                "cohort_name": people.cohort_name(session, cohort),
                "rows": rows,
                "details": {row.id: _detail(row.detail) for row in rows},
                "names": {s.learner: s.display for s in people.roster(session, cohort)},
            }

        self.page("audit.html", **await self.ask(question))


def _detail(text: str) -> dict[str, Any]:
    """A row's detail, its deadline as a moment that a person can read."""
    detail: dict[str, Any] = json.loads(text)
    if detail.get("due"):
        detail["due"] = datetime.fromisoformat(detail["due"])
    return detail


def _tag(matrix: Matrix | None, unmarked: list[str], minutes_left: int | None) -> str:
    """Changes exactly when what the live part shows changes."""
    rows = [
        [row.seat.user, row.seat.display, row.newest]
        + [
            [cell.shown, cell.stuck, cell.points, cell.tries, cell.code]
            for cell in row.cells
        ]
        for row in (matrix.rows if matrix else [])
    ]
    lab = matrix.release.lab if matrix else ""
    return f'"{sha256(canonical([lab, rows, unmarked, minutes_left]))[:16]}"'
