"""First people of a site, from a JSON file. Applied twice, it changes nothing.

{"institution": {"id": "cesi", "name": "CESI"} or "CESI",
 "cohorts": [{"id", "name", "learners": [{"name", "display"}], "staff": ["prof"],
              "release": ["N1-00"]}]}
"""

from __future__ import annotations

import re
from typing import Any

from pydantic import Field, ValidationError
from sqlalchemy import select
from sqlalchemy.orm import Session

from hub.record.store import people, releases
from hub.record.store.models import Job
from hub.record.strict import StrictModel

ACTOR = "seed"


class NewInstitution(StrictModel):
    id: str = Field(pattern=r"^[a-z0-9-]{1,60}$")
    name: str = Field(min_length=1, max_length=200)


class NewLearner(StrictModel):
    name: str = Field(min_length=1, max_length=200)
    display: str = Field(min_length=1, max_length=200)


class NewCohort(StrictModel):
    id: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$")
    name: str = Field(min_length=1, max_length=200)
    learners: list[NewLearner] = Field(default_factory=list)
    staff: list[str] = Field(default_factory=list)
    release: list[str] = Field(default_factory=list)


class Plan(StrictModel):
    institution: NewInstitution | str
    cohorts: list[NewCohort]

    @property
    def count(self) -> int:
        return len({each.name for cohort in self.cohorts for each in cohort.learners})

    @property
    def home(self) -> tuple[str, str]:
        if isinstance(self.institution, NewInstitution):
            return self.institution.id, self.institution.name
        slug = re.sub(r"[^a-z0-9]+", "-", self.institution.lower()).strip("-")
        return slug or "site", self.institution


def plan(data: Any) -> Plan:
    """The file's content, checked. Raises ValueError naming what is wrong."""
    try:
        return Plan.model_validate(data)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        where = ".".join(str(part) for part in first["loc"])
        raise ValueError(f"{where}: {first['msg']}") from None


def apply(session: Session, wanted: Plan) -> None:
    for cohort in wanted.cohorts:
        people.ensure_cohort(session, wanted.home, cohort.id, cohort.name)
        for person in cohort.learners:
            people.ensure_learner(session, person.name, person.display, cohort.id)
        for user in cohort.staff:
            people.ensure_staff(session, user, cohort.id)
        for lab in cohort.release:
            _ask_once(session, cohort.id, lab)


def _ask_once(session: Session, cohort: str, lab: str) -> None:
    """One release job per lab, ever: a failed one is for a person to repeat."""
    asked = select(Job.id).where(Job.cohort_id == cohort, Job.lab == lab).limit(1)
    if not releases.release_of(session, cohort, lab) and not session.scalar(asked):
        releases.ask_release(session, cohort, lab, None, ACTOR)
