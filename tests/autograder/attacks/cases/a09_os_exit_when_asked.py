"""A9. Ends the process while a test asks; mean must fail."""

MEAN = """
import os
def mean(values): os._exit(0)
"""
