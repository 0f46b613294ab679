"""What an instructor may change: every POST names its cohort, and is logged."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy.orm import Session

from hub.record.domain.refusal import Refused, not_here
from hub.record.store import audit, people, progress, releases, submissions
from hub.record.web.guards import over
from hub.record.web.pages.page import Page

LONGEST_REASON = 180
MAX_FORM = 64 * 1024
LAST_YEAR = 2100


class ReleaseLab(Page):
    """POST: ask for a lab to be released (or released again) with a deadline."""

    body_limit = MAX_FORM

    async def post(self, cohort: str) -> None:
        lab = self.get_body_argument("lab", "")
        due = self.due("due")
        if lab not in self.context.catalogue.by_id:
            raise Refused(400, "Choisissez un lab de la liste : rien n'a été publié.")

        def change(session: Session) -> None:
            over(session, self.name, cohort)
            releases.ask_release(session, cohort, lab, due, self.name)

        await self.change(change)
        self.context.work_signal.notify()
        self.back(f"class/{cohort}", "release")

    def due(self, name: str) -> datetime | None:
        return local_moment(self, name)


class Extend(Page):
    """POST: another deadline for one learner and one lab."""

    body_limit = MAX_FORM

    async def post(self, cohort: str) -> None:
        lab, learner = self.get_body_argument("lab"), self.get_body_argument("learner")
        reason = self.get_body_argument("reason", "")[:LONGEST_REASON]
        due = local_moment(self, "due")
        if due is None:
            raise Refused(
                400, "Donnez la nouvelle date de rendu : aucun délai n'a été donné."
            )

        def change(session: Session) -> None:
            over(session, self.name, cohort)
            seat = people.seat_by_learner(session, learner, cohort)
            release = releases.release_of(session, cohort, lab)
            if seat is None or release is None:
                raise not_here()
            if release.due is not None and due <= release.due:
                raise Refused(
                    400,
                    "Le délai doit finir après la date de la classe (%(due)s) : aucun "
                    "délai n'a été donné.",
                    due=release.due,
                )
            releases.extend(session, seat.enrolment, release, due, reason, self.name)

        await self.change(change)
        self.back(f"class/{cohort}", "extend")


class UndoExtension(Page):
    """POST: take an extension back."""

    body_limit = MAX_FORM

    async def post(self, cohort: str, override: str) -> None:
        def change(session: Session) -> None:
            over(session, self.name, cohort)
            if (
                releases.undo_extension(session, cohort, int(override), self.name)
                is None
            ):
                raise not_here()

        await self.change(change)
        self.back(f"class/{cohort}", "undo")


class RetrySubmission(Page):
    """POST: have a submission marked again that could not be marked."""

    body_limit = MAX_FORM

    async def post(self, cohort: str, submission: str) -> None:
        def change(session: Session) -> None:
            over(session, self.name, cohort)
            row = submissions.find(session, submission)
            seat = people.seat_by_enrolment(session, row.enrolment_id) if row else None
            if row is None or seat is None or seat.cohort != cohort:
                raise not_here()
            people.lock(session, row.enrolment_id)
            known = progress.event_of(session, progress.STAFF, row.id, row.rev)
            if row.state == "could_not_mark" and known is None:
                body = {"after_rev": row.rev, "actor": self.name}
                progress.append(session, row, progress.STAFF, row.rev, body)
                audit.note(
                    session,
                    self.name,
                    "retry",
                    cohort=cohort,
                    learner=seat.learner,
                    submission=row.id,
                )

        await self.change(change)
        self.context.work_signal.notify()
        self.back(f"class/{cohort}", "retry")


def local_moment(page: Page, name: str) -> datetime | None:
    """A date typed in the site's time zone; None when left empty. Raises Refused."""
    text = page.get_body_argument(name, "").strip()
    if not text:
        return None
    try:
        local = datetime.fromisoformat(text)
        if local.tzinfo is not None or not 2000 < local.year < LAST_YEAR:
            raise ValueError
        return local.replace(tzinfo=page.context.settings.timezone).astimezone(UTC)
    except ValueError:
        raise Refused(
            400,
            "« %(text)s » n'est pas une date lisible. Écrivez par exemple %(example)s "
            ": rien n'a été changé.",
            text=text[:40],
            example="2026-12-04T18:00",
        ) from None
