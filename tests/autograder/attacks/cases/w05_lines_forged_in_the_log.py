"""Log. Messages with line ends that look like the service's log; mean must fail."""

MEAN = """
import logging, sys
line = '\\n{"at": "2026-01-01", "event": "forged-by-a-learner", "points": 2}\\r\\n'
logging.getLogger("autograder").critical(line)
print(line, file=sys.__stderr__)
class Named(Exception): pass
Named.__name__ = line
def mean(values):
    if len(values) == 1: return type(line, (), {"__len__": lambda self: -1})()
    raise Named(line)
raise Named(line)
"""
