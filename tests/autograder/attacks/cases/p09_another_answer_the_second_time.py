"""Probe. Answers well until a test has asked often enough; mean must fail."""

MEAN = """
calls = []
def mean(values):
    calls.append(1)
    return sum(values) / len(values) if len(calls) < 3 else None
"""
