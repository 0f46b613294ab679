"""Drives nbgrader. This package alone imports nbgrader's Python API.

build.py makes an assignment version, autograde.py puts one submission through
nbgrader's own steps, feedback.py writes the page a learner gets, gradebook.py
keeps a cohort's gradebook.
"""
