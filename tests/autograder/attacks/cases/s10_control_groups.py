"""Sandbox. Writes to control groups and kernel settings; right only if all refused."""

OURS_ONLY = True
EXPECTED: dict[str, str] = {}
MEAN = """
import glob, os
names = glob.glob("/sys/fs/cgroup/**", recursive=True)[:500]
names += ["/proc/sysrq-trigger", "/sys/kernel/uevent_helper", "/proc/1/uid_map",
          "/proc/self/uid_map", "/proc/self/setgroups"]
kernel = ("core_pattern", "modprobe", "hostname")
names += ["/proc/sys/kernel/" + name for name in kernel]
out = []
for name in names:
    try: open(name, "w").write("|/tmp/x"); out.append(name)
    except OSError: pass
def mean(values): return -1.0 if out else sum(values) / len(values)
"""
