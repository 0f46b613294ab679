"""Probe. Class and exception names with markup and line breaks; mean must fail."""

MEAN = """
bad = '<b onclick=alert(1)>\\n{"event": "forged-by-a-learner"}\\ud800'
class Shown: pass
Shown.__name__ = Shown.__qualname__ = bad.replace("\\ud800", "")
def mean(values):
    if len(values) == 1: return Shown()
    raise type(bad.replace("\\ud800", "x"), (Exception,), {})(bad)
"""
