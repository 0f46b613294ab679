"""Probe. Raises the kit's own NotAttempted and Incorrect when asked; mean must fail."""

MEAN = """
from labs.kit.checks import Incorrect, NotAttempted
def mean(values):
    if len(values) == 1: raise NotAttempted("Bravo, 2 / 2", "Well done, 2 / 2")
    raise Incorrect(None, "Bravo", "Well done")
"""
