"""The API of a learner's own token: assignments, releases, submissions, receipts."""

from __future__ import annotations

import asyncio
from typing import Any

from sqlalchemy.orm import Session
from tornado.web import HTTPError, stream_request_body

from hub.record import exchange
from hub.record.domain import archive
from hub.record.domain.refusal import Refused, not_here
from hub.record.exchange import Taken, Upload
from hub.record.store import overview, people, releases, submissions
from hub.record.store.types import now
from hub.record.web.api.views import assignment_view, submission_view
from hub.record.web.base import Handler
from hub.record.web.guards import readable

LONGEST_WAIT_S = 25
# Read and thrown away, so that a client with a huge file hears why instead of a reset.
READ_AND_DROP = 512 * archive.MB


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


@stream_request_body
class Submit(Handler):
    """POST: hand in, or ask for a check. The body is read with its own limit."""

    async def prepare(self) -> None:
        self.received_at = now()  # at the first byte: a slow upload is not late
        self.chunks: list[bytes] = []
        self.size = 0
        # Answering before the body is read resets the connection, and the client
        # never hears why: so a refusal waits until the body has gone by, unkept.
        self.refused: Refused | HTTPError | None = None
        connection: Any = self.request.connection
        connection.set_max_body_size(READ_AND_DROP)
        try:
            await super().prepare()
        except (Refused, HTTPError) as refused:
            self.refused = refused

    def data_received(self, chunk: bytes) -> None:
        self.size += len(chunk)
        if self.refused is None and self.size <= archive.MAX_BODY:
            self.chunks.append(chunk)
        else:
            self.chunks.clear()

    async def post(self, cohort: str, lab: str) -> None:
        if self.refused is not None:
            raise self.refused
        if self.size > archive.MAX_BODY:
            raise archive.too_large(self.size)
        given = Upload(
            user=self.name,
            cohort=cohort,
            lab=lab,
            kind=self.get_query_argument("kind", "submit"),
            lang=self.language(),
            body=b"".join(self.chunks),
            received_at=self.received_at,
        )
        self.chunks.clear()
        taken = await asyncio.to_thread(exchange.take, self.context.exchange, given)
        if taken.is_new:
            self.context.work_signal.notify()
        await self._answer(taken, cohort)

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
        wait_s = _wait_s(self.get_query_argument("wait", "0"))
        if wait_s and view["state"] == self.get_query_argument("state", ""):
            await self.context.submission_events.wait(submission, wait_s)
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


def _wait_s(text: str) -> float:
    try:
        return min(max(float(text), 0.0), LONGEST_WAIT_S)
    except ValueError:
        return 0.0
