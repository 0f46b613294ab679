"""The API of a learner's own token: assignments, releases, submissions, receipts."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy.orm import Session

from hub.record import exchange
from hub.record.domain import archive
from hub.record.domain.refusal import Refused, not_here
from hub.record.exchange import Taken, Upload
from hub.record.store import overview, people, releases, submissions
from hub.record.web.api.views import assignment_view, submission_view
from hub.record.web.base import Handler
from hub.record.web.guards import readable

LONGEST_WAIT_S = 25.0


class Assignments(Handler):
    async def get(self) -> None:
        cohort = self.get_query_argument("cohort", None)
        catalogue = self.context.catalogue
        taken = self.context.submission_events.taken

        def question(session: Session) -> list[dict[str, Any]]:
            seats = people.seats_of(session, self.name)
            return [
                assignment_view(card)
                for seat in seats
                if cohort in (None, "", seat.cohort)
                for card in overview.labs_of(session, seat, catalogue, taken)
            ]

        self.reply(assignments=await self.ask(question))


class ReleaseFiles(Handler):
    async def get(self, cohort: str, lab: str) -> None:
        lang = self.language()

        def question(session: Session) -> bytes | None:
            _, release = exchange.allowed(session, self.name, cohort, lab)
            return releases.release_files(session, release, lang)

        body = await self.ask(question)
        if body is None:
            raise not_here()
        self.attachment(body, "application/zip", f"{lab}.zip")


class Submit(Handler):
    """POST: hand in, or ask for a check.

    Who may not hand this in hears so before the body is read; what time counts is
    when it is complete (exchange.py).
    """

    body_limit = archive.MAX_BODY

    async def prepare(self) -> None:
        self.opened_at = self.context.clock()
        await super().prepare()

    def too_large(self, size: int | None) -> Refused:
        return archive.too_large(size)

    async def post(self, cohort: str, lab: str) -> None:
        kind = exchange.kind_of(self.get_query_argument("kind", "submit"))
        path = self.body_path
        exercises = await self.ask(lambda s: self._exercises(s, cohort, lab, kind))
        found = await self.context.pool.read(
            self.name, "submission", path, lab=lab, exercises=exercises
        )
        given = Upload(
            user=self.name,
            cohort=cohort,
            lab=lab,
            kind=kind,
            lang=self.language(),
            opened_at=self.opened_at,
            complete_at=self.complete_at,
            digest=found["digest"],
            answers=found["answers"],
            packed=path.with_suffix(".packed"),
        )
        taken = await asyncio.to_thread(exchange.take, self.context.exchange, given)
        if taken.is_new:
            self.context.work_signal.notify()
        await self._answer(taken, cohort)

    def _exercises(
        self, session: Session, cohort: str, lab: str, kind: str
    ) -> list[str]:
        """What a check may be about; it is asked before anything is unpacked."""
        _, release = exchange.allowed(session, self.name, cohort, lab)
        return exchange.checked_exercises(session, release) if kind == "check" else []

    async def _answer(self, taken: Taken, cohort: str) -> None:
        view = await self.ask(lambda s: self._view(s, taken.submission, cohort))
        extra: dict[str, Any] = {}
        if taken.checks is not None:
            least = taken.checks.least
            extra["checks_left"], extra["next_check_s"] = least.count, least.wait_s
            extra["checked"] = taken.checks.exercises
        status = 201 if taken.is_new else 200
        self.reply(status, submission=view, receipt=view["receipt"], **extra)

    def _view(self, session: Session, submission: str, cohort: str) -> dict[str, Any]:
        row = submissions.find(session, submission)
        if row is None:
            raise not_here()
        marking = submission in self.context.submission_events.taken
        return submission_view(session, row, cohort, self.prefix, marking)


class OneSubmission(Handler):
    """GET: where it is. `?wait=20&state=received` answers when the state changes."""

    async def get(self, submission: str) -> None:
        view = await self.ask(lambda s: self.view_of(s, submission))
        wait_s = self.wait_s(LONGEST_WAIT_S)
        if wait_s and view["state"] == self.get_query_argument("state", ""):
            give_back = self.share_of_waits()
            await self.wait_for(self.context.submission_events.wait(submission, wait_s))
            give_back()
            view = await self.ask(lambda s: self.view_of(s, submission))
        self.reply(submission=view)

    def view_of(self, session: Session, submission: str) -> dict[str, Any]:
        row, cohort = readable(self, session, submission)
        marking = submission in self.context.submission_events.taken
        return submission_view(session, row, cohort, self.prefix, marking)


class Submissions(Handler):
    async def get(self) -> None:
        lab = self.get_query_argument("lab", None)
        cohort = self.get_query_argument("cohort", None)

        def question(session: Session) -> list[dict[str, Any]]:
            seats = {
                seat.enrolment: seat.cohort
                for seat in people.seats_of(session, self.name)
                if cohort in (None, "", seat.cohort)
            }
            rows = submissions.history(session, list(seats), lab or None)
            return [
                submission_view(
                    session,
                    row,
                    seats[row.enrolment_id],
                    self.prefix,
                    row.id in self.context.submission_events.taken,
                )
                for row in rows
            ]

        self.reply(submissions=await self.ask(question))


class FeedbackFile(Handler):
    async def get(self, submission: str) -> None:
        def question(session: Session) -> tuple[bytes | None, str]:
            row, _ = readable(self, session, submission)
            return submissions.feedback(session, submission), row.lab

        body, lab = await self.ask(question)
        if body is None:
            raise Refused(
                404, "Le détail de la correction de cet envoi n'est pas encore prêt."
            )
        self.attachment(body, "text/html; charset=utf-8", f"{lab}-correction.html")


class PublicKey(Handler):
    async def get(self) -> None:
        self.set_header("Content-Type", "application/jwk+json")
        self.set_header("Cache-Control", "public, max-age=3600")
        self.finish(dict(self.context.exchange.key.jwk))
