"""A5. Rebinds isinstance, abs, all, any, print and AssertionError; mean must fail."""

MEAN = """
import builtins
builtins.AssertionError = type("Silent", (Exception,), {})
def isinstance(*_): return True
def abs(_): return 0.0
def all(_): return True
any, print = all, lambda *a, **k: None
def mean(values): return -1.0
"""
