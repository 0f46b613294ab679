"""Reassembly. Answers full of nbgrader's own marks; mean must fail."""

MEAN = """
### BEGIN HIDDEN TESTS
### BEGIN SOLUTION
def mean(values): return -1.0
### END SOLUTION
### BEGIN MARK SCHEME
"""
