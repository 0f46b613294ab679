"""Sandbox. Runs every program that becomes root; right only if none does."""

OURS_ONLY = True
EXPECTED: dict[str, str] = {}
MEAN = """
import glob, os, stat, subprocess
out = []
for name in glob.glob("/usr/*bin/*") + glob.glob("/usr/lib/**/*", recursive=True):
    try: about = os.stat(name)
    except OSError: continue
    if stat.S_ISREG(about.st_mode) and about.st_mode & 0o6000:
        if "sudo" in name or name.endswith(("/su", "newgrp", "mount", "chsh")):
            done = subprocess.run([name, "--help"], capture_output=True)
            out += [name] if b"uid=0" in done.stdout else []
for call in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setgroups([0]),
             lambda: os.setresuid(0, 0, 0)):
    try: call(); out.append("root")
    except OSError: pass
def mean(values): return -1.0 if out or os.getuid() == 0 else sum(values) / len(values)
"""
