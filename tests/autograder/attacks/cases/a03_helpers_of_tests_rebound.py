"""A3. Rebinds what tests call (`expect`, isclose, np.mean); mean must fail."""

MEAN = """
import labs.kit.checks, numpy, math
from numpy import testing
labs.kit.checks.expect = lambda *a, **k: None
testing.assert_allclose = lambda *a, **k: None
math.isclose = lambda *a, **k: True
def mean(values): return -1.0
"""
