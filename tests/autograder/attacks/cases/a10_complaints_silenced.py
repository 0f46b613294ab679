"""A10. Takes away stderr, excepthook, warnings and logging; mean must fail."""

MEAN = """
import io, logging, sys, warnings
sys.stderr = io.StringIO()
sys.excepthook = lambda *_: None
warnings.warn = lambda *a, **k: None
logging.disable()
logging.root.handlers[:] = []
def mean(values): return -1.0
"""
