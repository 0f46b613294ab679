"""A1. Silences IPython's showtraceback: a wrong mean must still fail."""

MEAN = """
ip = get_ipython()
ip.showtraceback = lambda *a, **k: None
type(ip).showtraceback = ip.showtraceback
def mean(values): return -1.0
"""
