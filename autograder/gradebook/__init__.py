"""Drives nbgrader. This package alone imports nbgrader's Python API.

private_course.py generates an assignment, autograde.py puts one submission through
nbgrader's own steps, feedback.py writes the page a learner gets, course.py keeps a
cohort's gradebook. What of nbgrader, nbconvert and SQLAlchemy is overridden stands in
prepared.py, page.py, statements.py and database_version.py, and nowhere else.
"""
