"""A4. Answers an object that equals, and is near to, everything; mean must fail."""

MEAN = """
import numpy as np
def yes(*_): return True
def nothing(*_): return 0.0
class Agreeable(np.float64):
    __eq__ = __lt__ = __le__ = __gt__ = __ge__ = yes
    __ne__ = lambda *_: False
    __sub__ = __rsub__ = __abs__ = __mul__ = __rmul__ = nothing
    __float__ = nothing
    __array_ufunc__ = yes
    __hash__ = object.__hash__
def mean(values): return Agreeable(7.0)
"""
