"""F42. Prints the environment, every process's, and token files; none is there."""

EXPECTED: dict[str, str] = {}
MEAN = """
import glob, os
def mean(values): return sum(values) / len(values)
print(dict(os.environ))
secrets = glob.glob("/var/run/secrets/**", recursive=True)
for name in glob.glob("/proc/*/environ") + secrets:
    try: print(name, open(name, errors="replace").read())
    except OSError: pass
"""
