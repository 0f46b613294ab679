"""Every address of the record, with who may use it. The one table.

A handler's method without a rule here is closed, and a test compares this table
with the handlers and with the authorisation matrix.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from hub.record.web.access import (
    FEEDER,
    LEARNER,
    OPERATOR,
    PERSON,
    PUBLIC,
    STAFF,
    STAFF_WRITE,
    Rule,
)
from hub.record.web.api import feed, learner, operator
from hub.record.web.base import Handler
from hub.record.web.pages import instructor, instructor_forms
from hub.record.web.pages import learner as learner_pages

COHORT = r"(?P<cohort>[A-Za-z0-9][A-Za-z0-9._-]{0,99})"
LAB = r"(?P<lab>[A-Z][A-Z0-9]{0,3}-[0-9]{2})"
SUBMISSION = r"(?P<submission>[0-9a-f]{20})"
VERSION = r"(?P<version>[A-Za-z0-9._-]{1,100})"
REV = r"(?P<rev_text>[0-9]{1,7})"
LEARNER_ID = r"(?P<learner>[0-9a-f]{24})"
OVERRIDE = r"(?P<override>[0-9]{1,12})"
JOB = r"(?P<job>[0-9]{1,12})"


@dataclass(frozen=True)
class Route:
    """path: a regular expression below the service's prefix."""

    path: str
    handler: type[Handler]
    rules: Mapping[str, Rule]


API = (
    Route("health", operator.Health, {"GET": PUBLIC}),
    Route("metrics", operator.Metrics, {"GET": OPERATOR}),
    Route("api/ops", operator.Ops, {"GET": OPERATOR}),
    Route("api/receipt-key", learner.PublicKey, {"GET": PUBLIC}),
    Route("api/assignments", learner.Assignments, {"GET": LEARNER}),
    Route(f"api/releases/{COHORT}/{LAB}", learner.ReleaseFiles, {"GET": LEARNER}),
    Route("api/submissions", learner.Submissions, {"GET": LEARNER}),
    Route(f"api/submissions/{SUBMISSION}", learner.OneSubmission, {"GET": PERSON}),
    Route(
        f"api/submissions/{SUBMISSION}/feedback",
        learner.FeedbackFile,
        {"GET": PERSON},
    ),
    Route(f"api/submissions/{COHORT}/{LAB}", learner.Submit, {"POST": LEARNER}),
)

FEED = (
    Route("api/feed/work", feed.Work, {"GET": FEEDER}),
    Route(f"api/feed/submissions/{SUBMISSION}/files", feed.WorkFiles, {"GET": FEEDER}),
    Route(f"api/feed/results/{SUBMISSION}", feed.Watermark, {"GET": FEEDER}),
    Route(f"api/feed/results/{SUBMISSION}/{REV}", feed.OneResult, {"PUT": FEEDER}),
    Route(f"api/feed/feedback/{SUBMISSION}", feed.PutFeedback, {"PUT": FEEDER}),
    Route(f"api/feed/versions/{LAB}/{VERSION}", feed.PutVersion, {"PUT": FEEDER}),
    Route("api/feed/releases", feed.PostRelease, {"POST": FEEDER}),
    Route(f"api/feed/jobs/{JOB}", feed.PostJob, {"POST": FEEDER}),
    Route("api/feed/staff", feed.StaffCheck, {"GET": FEEDER}),
    Route("api/feed/roster", feed.Roster, {"GET": FEEDER}),
    Route("api/feed/latest", feed.Latest, {"GET": FEEDER}),
    Route("api/feed/handed-in", feed.HandedIn, {"GET": FEEDER}),
)

PAGES = (
    Route("", learner_pages.Home, {"GET": PERSON}),
    Route(f"lab/{COHORT}/{LAB}", learner_pages.Lab, {"GET": LEARNER}),
    Route(f"lab/{COHORT}/{LAB}/live", learner_pages.LabLive, {"GET": LEARNER}),
    Route(f"receipt/{SUBMISSION}", learner_pages.ReceiptPage, {"GET": PERSON}),
    Route(rf"receipt/{SUBMISSION}\.jws", learner_pages.ReceiptFile, {"GET": PERSON}),
    Route(f"class/{COHORT}", instructor.ClassPage, {"GET": STAFF}),
    Route(f"class/{COHORT}/live", instructor.ClassLive, {"GET": STAFF}),
    Route(f"class/{COHORT}/labs", instructor.ClassJobs, {"GET": STAFF}),
    Route(f"class/{COHORT}/history", instructor.Audit, {"GET": STAFF}),
    Route(
        f"class/{COHORT}/learner/{LEARNER_ID}", instructor.OneLearner, {"GET": STAFF}
    ),
    Route(
        f"class/{COHORT}/release", instructor_forms.ReleaseLab, {"POST": STAFF_WRITE}
    ),
    Route(f"class/{COHORT}/extend", instructor_forms.Extend, {"POST": STAFF_WRITE}),
    Route(
        f"class/{COHORT}/extend/{OVERRIDE}/undo",
        instructor_forms.UndoExtension,
        {"POST": STAFF_WRITE},
    ),
    Route(
        f"class/{COHORT}/retry/{SUBMISSION}",
        instructor_forms.RetrySubmission,
        {"POST": STAFF_WRITE},
    ),
)

ROUTES: tuple[Route, ...] = PAGES + API + FEED
