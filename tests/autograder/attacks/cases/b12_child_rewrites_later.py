"""B12. A detached child rewrites notebooks and gradebooks after the end; mean fails."""

MEAN = """
import glob, os, time
if os.fork() == 0:
    os.setsid()
    if os.fork(): os._exit(0)
    for _ in range(600):
        for name in glob.glob("../**/*.ipynb", recursive=True):
            try:
                text = open(name).read()
                text = text.replace("-1.0 + 0.0", "sum(values)/len(values)")
                open(name, "w").write(text)
            except OSError: pass
        time.sleep(0.1)
    os._exit(0)
def mean(values): return -1.0 + 0.0
"""
