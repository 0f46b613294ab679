"""A9. Leaves with sys.exit(0) when a test asks, so no error is seen; mean fails."""

MEAN = """
import sys
def mean(values): sys.exit(0)
"""
