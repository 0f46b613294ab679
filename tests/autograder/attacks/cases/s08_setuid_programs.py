"""Sandbox. Runs every program that becomes root; right only if none does."""

OURS_ONLY = True
EXPECTED: dict[str, str] = {}
MEAN = """
import os, shutil, subprocess
out = []
for name in ("su", "sudo", "newgrp", "sg", "mount", "umount", "pkexec", "chsh",
             "fusermount3", "bwrap", "unshare", "nsenter", "setpriv", "at", "crontab"):
    found = shutil.which(name, path="/usr/bin:/usr/sbin")
    words = [found, *(["-c", "id"] if name in ("su", "sg") else ["id"])]
    try: done = subprocess.run(words, capture_output=True, timeout=5) if found else None
    except (OSError, subprocess.SubprocessError): continue
    if done and b"uid=0" in done.stdout: out.append(name)
for call in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.setgroups([0]),
             lambda: os.setresuid(0, 0, 0)):
    try: call(); out.append("root")
    except OSError: pass
def mean(values): return -1.0 if out or os.getuid() == 0 else sum(values) / len(values)
"""
