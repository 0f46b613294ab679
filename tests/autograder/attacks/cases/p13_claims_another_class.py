"""Probe. Claims to be a list and interrupts whoever measures it; mean must fail."""

MEAN = """
class Liar:
    @property
    def __class__(self): return list
    def __len__(self): raise KeyboardInterrupt
def mean(values): return Liar()
"""
