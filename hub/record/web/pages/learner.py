"""A learner's pages: my labs, one lab, one receipt."""

from __future__ import annotations

from typing import Any

from sqlalchemy.orm import Session

from hub.record import exchange
from hub.record.domain.receipts import that_signed
from hub.record.store import overview, people, releases
from hub.record.store.canonical import canonical, sha256
from hub.record.store.models import Submission
from hub.record.store.overview import LabCard
from hub.record.store.people import Seat
from hub.record.web.access import COHORT_READ
from hub.record.web.guards import readable
from hub.record.web.pages.lines import Line, lines
from hub.record.web.pages.page import Page

NEWEST_RECEIPTS = 5


class Home(Page):
    """GET: a learner's labs; staff go to their class."""

    async def get(self) -> None:
        catalogue = self.context.catalogue
        taken = self.context.submission_events.taken

        def question(
            session: Session,
        ) -> tuple[list[Seat], list[LabCard], list[Any], bool]:
            seats = people.seats_of(session, self.name)
            cards = [
                card
                for seat in seats
                for card in overview.labs_of(session, seat, catalogue, taken)
            ]
            staff_of = people.staff_cohorts(session, self.name)
            mine = {seat.cohort for seat in seats}
            is_preparing = not cards and any(
                job.cohort_id in mine for job in releases.pending_jobs(session, 100)
            )
            classes = staff_of if self.may(COHORT_READ) else []
            return seats, cards, classes, is_preparing

        seats, cards, classes, is_preparing = await self.ask(question)
        if classes and not seats:
            self._to_class(classes)
            return
        values = {**self._values(seats, cards), "is_preparing": is_preparing}
        self.page("home.html", **values, classes=classes)

    def _to_class(self, classes: list[Any]) -> None:
        if len(classes) == 1:
            self.redirect(f"{self.prefix}class/{classes[0][0]}")
        else:
            self.page("classes.html", classes=classes)

    def _values(self, seats: list[Seat], cards: list[LabCard]) -> dict[str, Any]:
        step = overview.next_step(cards)
        todo = [c for c in cards if c.state not in ("passed", "waiting")]
        sent = sorted(
            (row for c in cards for row in c.submissions if row.kind == "submit"),
            key=lambda row: row.latest_at,
            reverse=True,
        )
        return {
            "seats": seats,
            "cards": cards,
            "step": step,
            "step_url": self.open_url(step.cohort, step.lab) if step else "",
            "minutes_left": sum(card.minutes or 0 for card in todo),
            "receipts": sent[:NEWEST_RECEIPTS],
            "titles": {card.lab: card.title for card in cards},
        }


class Lab(Page):
    """GET: one lab: exercises with reasons, what was sent, receipts, feedback."""

    async def get(self, cohort: str, lab: str) -> None:
        self.page("lab.html", **await self.values(cohort, lab))

    async def values(self, cohort: str, lab: str) -> dict[str, Any]:
        def question(session: Session) -> tuple[LabCard, list[Line], Seat]:
            seat, release = exchange.allowed(session, self.name, cohort, lab)
            catalogue = self.context.catalogue
            taken = self.context.submission_events.taken
            card = overview.card_of(session, seat, release, catalogue, taken)
            return card, lines(session, card.submissions, taken), seat

        card, sent, seat = await self.ask(question)
        return {
            "card": card,
            "lines": sent,
            "seat": seat,
            "open_url": self.open_url(cohort, lab),
            "is_moving": any(line.state in ("received", "marking") for line in sent),
            "tag": _tag([[s.row.id, s.state, s.place, s.row.rev] for s in sent]),
        }


class LabLive(Lab):
    """GET: the moving part of the lab page, for htmx."""

    async def get(self, cohort: str, lab: str) -> None:
        self.fragment("lab_live.html", **await self.values(cohort, lab))


class ReceiptPage(Page):
    """GET: a receipt that a person can read, print and check."""

    async def get(self, submission: str) -> None:
        def question(session: Session) -> tuple[Submission, Seat | None]:
            row, _ = readable(self, session, submission)
            return row, people.seat_by_enrolment(session, row.enrolment_id)

        row, seat = await self.ask(question)
        known = self.context.catalogue.by_id.get(row.lab)
        title = dict(known.title) if known else {"fr": row.lab, "en": row.lab}
        key = that_signed(row.receipt, self.context.exchange.key.jwk)
        self.page("receipt.html", row=row, seat=seat, title=title, key=key)


class ReceiptFile(Page):
    """GET: the receipt alone, as a file for `verify-receipt`."""

    async def get(self, submission: str) -> None:
        row, _ = await self.ask(lambda s: readable(self, s, submission))
        name = f"{row.lab}-{row.id[:8]}.jws"
        self.attachment(row.receipt.encode(), "application/jose", name)


def _tag(shown: Any) -> str:
    return f'"{sha256(canonical(shown))[:16]}"'
