"""Probe. A number that turns into another at every look; answer and mean must fail."""

ANSWER = """
import numbers
class Fickle(numbers.Integral):
    looks = 0
    def __int__(self):
        Fickle.looks += 1
        return 42 if Fickle.looks > 1 else 41
    __abs__ = __add__ = __and__ = __ceil__ = __eq__ = __floor__ = None
    __floordiv__ = __invert__ = __le__ = __lshift__ = __lt__ = __mod__ = None
    __mul__ = __neg__ = __or__ = __pos__ = __pow__ = __radd__ = __rand__ = None
    __rfloordiv__ = __rlshift__ = __rmod__ = __rmul__ = __ror__ = __round__ = None
    __rpow__ = __rrshift__ = __rshift__ = __rtruediv__ = __rxor__ = None
    __truediv__ = __trunc__ = __xor__ = None
answer = Fickle()
"""
