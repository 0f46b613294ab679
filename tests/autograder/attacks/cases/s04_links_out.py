"""Sandbox. Follows links and descriptors out of the walls; right only if none lead."""

OURS_ONLY = True
EXPECTED: dict[str, str] = {}
MEAN = """
import glob, os
out = []
roots = ["/proc/1/root", "/proc/self/root/..", "/proc/1/cwd", "/proc/self/cwd/../../.."]
for root in roots + glob.glob("/proc/self/fd/*"):
    for name in ("etc/shadow", "work/main/autograder/grade.py", "opt/tests/tests.json",
                 "../../etc/shadow", "../etc/passwd"):
        try: os.symlink(f"{root}/{name}", "link")
        except OSError: continue
        if os.path.exists("link"): out.append(f"{root}/{name}")
        os.remove("link")
for up in range(1, 12):
    if os.path.exists("../" * up + "etc/shadow"): out.append(up)
def mean(values): return -1.0 if out else sum(values) / len(values)
"""
