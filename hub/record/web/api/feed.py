"""The autograder service's side: what is to do, and what came out of it.

Every PUT may be sent again for ever: the same revision with the same content
is a 200, other content under the same revision is a 409.
"""

from __future__ import annotations

import asyncio
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from hub.record.domain import archive
from hub.record.domain.refusal import Refused, not_here
from hub.record.store import audit, people, progress, releases, submissions
from hub.record.store.canonical import canonical, sha256
from hub.record.store.models import Job
from hub.record.store.submissions import Task
from hub.record.store.types import now
from hub.record.web.api import feed_bodies
from hub.record.web.base import Handler
from labs.language import LANGUAGES
from labs.outcome import BadOutcome, Result

MOST_WORK = 200
LONGEST_WAIT_S = 25.0
RESULT_LIMIT = 256 * 1024
VERSION_LIMIT = 60 * archive.MB
FEEDBACK_LIMIT = 20 * archive.MB
MOST_REVISIONS = 1_000_000


class Work(Handler):
    """GET: everything still to do. Waits up to `wait` seconds when there is nothing.

    `waiting`: how many submissions that is, also those that the list had no room for.
    `after=<cursor of the last answer>`: also wait when there is nothing *new*.
    """

    async def get(self) -> None:
        loop_now = asyncio.get_running_loop().time
        after = self.get_query_argument("after", "")
        end = loop_now() + self.wait_s(LONGEST_WAIT_S)
        self.share_of_waits()
        signal = self.context.work_signal
        while True:
            cursor = signal.cursor
            work, retry_at = await self.ask(_work)
            left = end - loop_now()
            if (
                (work and cursor != after)
                or left <= 0
                or self.has_left
                or self.context.work_signal.is_closed
            ):
                break
            until_retry = (retry_at - now()).total_seconds() if retry_at else left
            if until_retry < left:
                after = ""  # a retry that falls due is news
            await self.wait_for(signal.wait(max(0.05, min(left, until_retry))))
        waiting = await self.ask(submissions.unmarked_count)
        self.reply(work=work, cursor=cursor, waiting=waiting)


class WorkFiles(Handler):
    async def get(self, submission: str) -> None:
        body = await self.ask(lambda s: submissions.files(s, submission))
        if body is None:
            raise not_here()
        self.context.submission_events.take(submission)
        self.attachment(body, "application/zip", f"{submission}.zip")


class OneResult(Handler):
    body_limit = RESULT_LIMIT

    async def put(self, submission: str, rev_text: str) -> None:
        rev = int(rev_text)
        given = feed_bodies.parsed(feed_bodies.ResultBody, self.json_body())
        if not 1 <= rev <= MOST_REVISIONS:
            raise Refused(400, "La révision doit être un entier à partir de 1.")
        body = {"result": _checked(given.result), "final": given.final}
        if given.arrival > 1:
            body["arrival"] = given.arrival
        is_new = await self.change(lambda s: store_result(s, submission, rev, body))
        self.context.submission_events.done(submission)
        self.reply(201 if is_new else 200, rev=rev, sha256=sha256(canonical(body)))


class Watermark(Handler):
    async def get(self, submission: str) -> None:
        def question(session: Session) -> tuple[int, str | None]:
            if submissions.find(session, submission) is None:
                raise not_here()
            event = progress.newest_event(session, progress.AUTOGRADER, submission)
            return (event.rev, event.sha256) if event else (0, None)

        rev, digest = await self.ask(question)
        self.reply(rev=rev, sha256=digest)


class PutFeedback(Handler):
    body_limit = FEEDBACK_LIMIT

    async def put(self, submission: str) -> None:
        body = self.whole_body()

        def store(session: Session) -> None:
            if submissions.find(session, submission) is None:
                raise not_here()
            submissions.put_feedback(session, submission, body)

        await self.change(store)
        self.context.submission_events.changed(submission)
        self.reply(200)


class PutVersion(Handler):
    body_limit = VERSION_LIMIT

    async def put(self, lab: str, version: str) -> None:
        path = self.body_path
        found = await self.context.pool.read(self.name, "version", path)
        given = feed_bodies.parsed(feed_bodies.VersionBody, found["body"])
        files = {lang: path.with_suffix(f".{lang}").read_bytes() for lang in LANGUAGES}
        exercises = [each.kept() for each in given.exercises]
        is_new = await self.change(
            lambda s: releases.add_version(s, lab, version, exercises, files)
        )
        self.reply(201 if is_new else 200)


class PostRelease(Handler):
    body_limit = RESULT_LIMIT

    async def post(self) -> None:
        given = feed_bodies.parsed(feed_bodies.ReleaseBody, self.json_body())
        is_new = await self.change(lambda s: self._release(s, given))
        self.reply(201 if is_new else 200)

    def _release(self, session: Session, given: feed_bodies.ReleaseBody) -> bool:
        if not people.has_cohort(session, given.cohort):
            raise not_here()
        is_new = releases.put_release(
            session, given.cohort, given.lab, given.version, given.due
        )
        if given.job is not None:
            releases.finish_job(session, int(given.job), "done", None, None)
        audit.note(
            session,
            self.name,
            "released",
            cohort=given.cohort,
            lab=given.lab,
            version=given.version,
            due=feed_bodies.due_text(given.due),
        )
        return is_new


class PostJob(Handler):
    body_limit = RESULT_LIMIT

    async def post(self, job: str) -> None:
        given = feed_bodies.parsed(feed_bodies.JobBody, self.json_body())
        known = await self.change(
            lambda s: releases.finish_job(s, int(job), given.state, given.fr, given.en)
        )
        if not known:
            raise not_here()
        self.reply(200)


class StaffCheck(Handler):
    async def get(self) -> None:
        user = self.get_query_argument("user")
        cohort = self.get_query_argument("cohort")
        allowed = await self.ask(lambda s: people.is_staff(s, user, cohort))
        self.reply(allowed=allowed)


class Roster(Handler):
    async def get(self) -> None:
        cohort = self.get_query_argument("cohort")
        if not await self.ask(lambda s: people.has_cohort(s, cohort)):
            raise not_here()
        seats = await self.ask(lambda s: people.roster(s, cohort))
        self.reply(
            learners=[{"name": each.user, "display": each.display} for each in seats]
        )


class Latest(Handler):
    async def get(self) -> None:
        cohort = self.get_query_argument("cohort")
        lab = self.get_query_argument("lab")
        found = await self.ask(lambda s: submissions.newest_per_learner(s, cohort, lab))
        self.reply(
            submissions=[
                {
                    "id": task.row.id,
                    "learner": task.user,
                    "received_at": task.row.latest_at.isoformat(),
                }
                for task in found
            ]
        )


class HandedIn(Handler):
    """GET: what was handed in for a lab, 200 at a time, with the newest results."""

    async def get(self) -> None:
        lab = self.get_query_argument("lab")
        cohort = self.get_query_argument("cohort", None)
        after = self.get_query_argument("after", "")

        def question(session: Session) -> tuple[list[Any], list[Any]]:
            found = submissions.handed_in(session, lab, cohort, after, MOST_WORK)
            views = [
                {**_task_view(task), "result": progress.result_of(session, task.row.id)}
                for task in found
            ]
            return views, [
                {
                    "cohort": each.cohort_id,
                    "version": each.version,
                    "due": feed_bodies.due_text(each.due),
                }
                for each in releases.releases_of_lab(session, lab)
                if cohort in (None, each.cohort_id)
            ]

        views, open_to = await self.ask(question)
        self.reply(submissions=views, releases=open_to)


def _work(session: Session) -> tuple[list[dict[str, Any]], datetime | None]:
    jobs = [_job_view(job) for job in releases.pending_jobs(session, MOST_WORK)]
    tasks = submissions.unmarked(session, MOST_WORK - len(jobs))
    work = jobs + [_task_view(task) for task in tasks]
    return work, submissions.next_retry(session)


def _job_view(job: Job) -> dict[str, Any]:
    return {
        "type": "release",
        "id": job.id,
        "cohort": job.cohort_id,
        "lab": job.lab,
        "due": feed_bodies.due_text(job.due),
    }


def _task_view(task: Task) -> dict[str, Any]:
    row = task.row
    return {
        "type": "mark",
        "id": row.id,
        "cohort": task.cohort,
        "lab": row.lab,
        "lang": row.lang,
        "version": row.version,
        "learner": task.user,
        "kind": row.kind,
        # When it last came: the order in which gradebooks take submissions.
        "received_at": row.latest_at.isoformat(),
        "digest": row.digest,
        "rev": row.rev,
        "arrival": row.arrivals,
    }


def store_result(
    session: Session, submission: str, rev: int, body: dict[str, Any]
) -> bool:
    """Keep a result once. True when new; the same again False; anything else 409."""
    row = submissions.find(session, submission)
    if row is None:
        raise not_here()
    people.lock(session, row.enrolment_id)
    if body["result"]["lab"] != row.lab:
        raise Refused(400, "Ce résultat parle d'un autre lab que cet envoi.")
    known = progress.event_of(session, progress.AUTOGRADER, submission, rev)
    if known is not None:
        if known.sha256 != sha256(canonical(body)):
            raise Refused(
                409,
                "La révision %(rev)s de cet envoi existe avec un autre contenu. Lisez "
                "GET api/feed/results et continuez au-dessus.",
                rev=rev,
            )
        return False
    progress.append(session, row, progress.AUTOGRADER, rev, body)
    return True


def _checked(result: dict[str, Any]) -> dict[str, Any]:
    try:
        return Result.from_dict(result).to_dict()
    except BadOutcome as error:
        raise Refused(
            400,
            "Le corps de la requête est refusé : %(where)s : %(why)s.",
            where="result",
            why=str(error)[:300],
        ) from None
