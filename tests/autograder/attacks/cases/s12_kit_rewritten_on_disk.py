"""Sandbox. Rewrites the kit and the runner on disk for later runs; mean must fail."""

OURS_ONLY = True
MEAN = """
import os, pathlib, shutil
for place in ("/opt/lab/python", "/opt/caire"):
    for path in pathlib.Path(place).rglob("*.py"):
        changes = [lambda: path.chmod(0o777), lambda: path.unlink(),
                   lambda: path.write_text("def expect(*a, **k): pass"),
                   lambda: path.rename(str(path) + "x"),
                   lambda: os.link(path, "mine.py")]
        for change in changes:
            try: change()
            except OSError: pass
    shutil.rmtree(place, ignore_errors=True)
def mean(values): return -1.0
"""
