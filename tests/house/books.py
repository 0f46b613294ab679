"""The two books, record and gradebooks: do they say the same of everyone?"""

from autograder.gradebook.folders import student_of
from autograder.gradebook.scores import Line, lines_in
from tests.house.house import House, until

SETTLED = ("passed", "partial", "failed", "untouched")
# What the record says of work handed in; checks alone are no mark.
_STANDINGS = """
    SELECT e.cohort_id, i.subject, p.lab, p.exercise, p.status, p.points
    FROM progress p JOIN enrolment e ON e.id = p.enrolment_id
    JOIN identity i ON i.learner_id = e.learner_id AND i.issuer = 'hub'
    WHERE EXISTS (SELECT 1 FROM submission s WHERE s.enrolment_id = e.id
                  AND s.lab = p.lab AND s.kind = 'submit' AND s.state = 'marked')
"""
_WAITING = "SELECT count(*) FROM submission WHERE state = 'received'"
_COHORTS = "SELECT id FROM cohort"

Where = tuple[str, str, str, str]  # cohort, student, lab, exercise


def assert_books_agree(house: House) -> None:
    """Once nothing waits any more: each settled point, in both directions."""
    until("all marked", lambda: house.in_record(_WAITING) == [(0,)], 180)
    record, gradebooks = in_record(house), in_gradebooks(house)

    assert record.keys() == gradebooks.keys()
    points = {where: points for where, points in record.items() if points is not None}
    assert points == {where: gradebooks[where] for where in points}


def in_record(house: House) -> dict[Where, float | None]:
    """Points by place; None while an exercise waits for a person or for us."""
    return {
        (cohort, student_of(learner), lab, exercise): (
            points / 1000 if status in SETTLED else None
        )
        for cohort, learner, lab, exercise, status, points in house.in_record(
            _STANDINGS
        )
    }


def in_gradebooks(house: House) -> dict[Where, float]:
    courses = house.state / "autograder" / "courses"
    return {
        (cohort, line.student, line.lab, line.exercise): _points(line)
        for (cohort,) in house.in_record(_COHORTS)
        for line in lines_in(courses / cohort / "gradebook.db")
    }


def _points(line: Line) -> float:
    given = line.auto if line.manual is None else line.manual
    return min(max((given or 0.0) + line.extra, 0.0), line.possible)
