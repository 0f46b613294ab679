"""D31. Hands in its own numpy.py, labs.kit and sitecustomize.py; mean must fail."""

_CHECKS = b"""
def expect(*a, **k): pass
class NotAttempted(Exception): pass
class Incorrect(AssertionError): pass
def use_files(*a): pass
"""
_SITE = b"import builtins\nbuiltins.AssertionError = type('Silent', (Exception,), {})\n"
_NUMPY = b"raise SystemExit('the wrong numpy')\n"
FILES = {
    "numpy.py": _NUMPY,
    "numpy/__init__.py": _NUMPY,
    "labs/__init__.py": b"",
    "labs/kit/__init__.py": b"",
    "labs/kit/checks.py": _CHECKS,
    "sitecustomize.py": _SITE,
    "usercustomize.py": _SITE,
    "hidden.py": b"SECRET = -1.0\n",
}
MEAN = "def mean(values): return -1.0"
