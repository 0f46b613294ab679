"""Stock `nbgrader autograde` of one hostile submission, where it can harm nobody here.

Stock has no walls; these are the bench's own: no network, a user id of its own, the
disk read-only but for the course, a control group for memory and processes. They
change nothing in what stock makes of a submission.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograder.gradebook.scores import lines_in
from autograder.runtime.limits import Limits
from autograder.sandbox.walls import caps_of
from benchmarks.stock_marking import ROOT
from isolation import cgroups
from tests.autograder.attacks.case import TOKEN, Case
from tests.autograder.attacks.case import secrets as secret_words

CAPS = Limits(memory_mb=3000, processes=150, disk_mb=200)
ENOUGH_S = 200  # a marking that still goes on then is ended: stock did not hold
HELPERS = ROOT / "tests" / "autograder" / "lab"
_RUNS = re.compile(r"<(script|img|svg|a|b|iframe)\b[^<]*(alert\(1\)|fetch\()", re.I)


def fault_of(case: Case, submission: bytes, course: Path, lab: str) -> str:
    """Why stock did not hold against this case, or "" when it did.

    The course is used for nothing else after.
    """
    handed_in = course / "submitted" / "mallory" / lab
    handed_in.mkdir(parents=True)
    (handed_in / f"{lab}.ipynb").write_bytes(submission)
    for name, content in case.files.items():
        path = handed_in / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    before = _others_work(course)
    words = ["autograde", lab, "--student", "mallory", "--create"]
    if not _walled(course, words):
        return f"still marking after {ENOUGH_S} s"
    shows = case.name[0] == "w" or case.name.startswith(("f39", "f41"))
    if shows:
        _walled(course, ["generate_feedback", lab, "--student", "mallory"])
    return _fault(case, course, lab, before)


def _fault(case: Case, course: Path, lab: str, before: str) -> str:
    if _others_work(course) != before:
        return "changed files of the course"
    try:
        lines = lines_in(course / "gradebook.db")
    except Exception as error:
        return f"damaged the gradebook ({type(error).__name__})"
    mine = {each.exercise: each for each in lines if each.student == "mallory"}
    marked = course / "autograded" / "mallory" / lab / f"{lab}.ipynb"
    if not mine or not marked.is_file():
        return f"nothing was marked ({_why(course)})"
    for exercise, state in case.expected.items():
        line = mine[exercise]
        got = line.manual if line.manual is not None else line.auto or 0.0
        due = line.possible if state == "passed" else 0.0
        if exercise != "essay" and abs(got + line.extra - due) > 1e-9:
            return f"{exercise} got {got:g}, not {due:g}"
    return _shown(json.loads(marked.read_text("utf-8")), course, lab)


def _why(course: Path) -> str:
    """The last error in nbgrader's log, by its class."""
    said = (course.parent / "nbgrader.log").read_text("utf-8", "replace")
    found = re.findall(r"\b([A-Z]\w+(?:Error|Exception|Timeout))\b", said)
    return found[-1] if found else "it ended"


def _shown(notebook: Mapping[str, Any], course: Path, lab: str) -> str:
    """Secrets in the outputs of the learner's own cells, scripts on the page."""
    for cell in notebook["cells"]:
        is_test = cell["metadata"].get("nbgrader", {}).get("grade")
        said = json.dumps(cell.get("outputs", []))
        if not is_test and any(word in said for word in secret_words()):
            return "showed something secret"
    page = course / "feedback" / "mallory" / lab / f"{lab}.html"
    text = page.read_text("utf-8", "replace") if page.is_file() else ""
    return "a script runs on the feedback page" if _RUNS.search(text) else ""


def _others_work(course: Path) -> str:
    """A digest of all that marking one submission has no business to change."""
    digest = hashlib.sha256()
    for folder in ("source", "release", "submitted"):
        for path in sorted((course / folder).rglob("*")):
            if path.is_file():
                digest.update(str(path).encode() + path.read_bytes())
    return digest.hexdigest()


def _walled(course: Path, words: list[str]) -> bool:
    """Run one nbgrader command behind the bench's walls. False: it had to be ended."""
    uid = str(1_800_000_000 + secrets.randbelow(50_000_000))
    subprocess.run(["chown", "-R", f"{uid}:{uid}", str(course.parent)], check=True)
    group = cgroups.make(caps_of(CAPS))
    command = _command(course, uid, [str(Path(sys.executable).parent / "nbgrader")])
    command += words
    try:
        with (course.parent / "nbgrader.log").open("a") as log:
            subprocess.run(
                group.enter(command) if group else command,
                stdout=log,
                stderr=log,
                check=False,
                timeout=ENOUGH_S,
                env=_environment(course),
            )
    except subprocess.TimeoutExpired:
        return False
    finally:
        if group is not None:
            group.close()
    return True


def _command(course: Path, uid: str, program: list[str]) -> list[str]:
    bwrap = shutil.which("bwrap")
    if bwrap is None or os.geteuid() != 0:
        raise SystemExit("bench-attacks needs bubblewrap and root. Nothing was run.")
    kept = [
        w for c in ("SETUID", "SETGID", "SETPCAP") for w in ("--cap-add", f"CAP_{c}")
    ]
    size = ["--perms", "1777", "--size", "300000000"]
    return [
        *(bwrap, "--die-with-parent", "--new-session", "--unshare-net"),
        *("--unshare-pid", "--unshare-ipc", "--unshare-uts", "--cap-drop", "ALL"),
        *(*kept, "--ro-bind", "/", "/", "--dev", "/dev", "--proc", "/proc"),
        *(*size, "--tmpfs", "/tmp", *size, "--tmpfs", "/dev/shm"),  # noqa: S108
        *_passable(Path(sys.base_prefix).resolve()),
        *("--bind", str(course.parent), str(course.parent), "--chdir", str(course)),
        *("--", "prlimit", "--nproc=150", "--as=8000000000", "--fsize=300000000"),
        *("--cpu=100", "--core=0", "--", "setpriv", "--reuid", uid, "--regid", uid),
        *("--clear-groups", "--bounding-set=-all", "--inh-caps=-all"),
        *("--ambient-caps=-all", "--no-new-privs", "--", *program),
    ]


def _passable(python: Path) -> list[str]:
    """The Python in use, below folders that root alone may enter (as ~/.pyenv is)."""
    top = Path("/", *python.parts[1:2])
    if top.stat().st_mode & 0o005 == 0o005:
        return []
    words = ["--perms", "0755", "--tmpfs", str(top)]
    for folder in reversed(python.relative_to(top).parents):
        if folder != Path():
            words += ["--perms", "0755", "--dir", str(top / folder)]
    return [*words, "--ro-bind", str(python), str(python)]


def _environment(course: Path) -> dict[str, str]:
    home = str(course.parent)
    bin_folder = Path(sys.executable).parent
    return {
        "PATH": f"{bin_folder}:/usr/bin:/bin",
        "PYTHONPATH": f"{ROOT}:{HELPERS / 'T0-01'}",
        "PYTHONDONTWRITEBYTECODE": "1",
        "HOME": home,
        "JUPYTER_CONFIG_DIR": home,
        "JUPYTER_RUNTIME_DIR": f"{home}/runtime",
        "IPYTHONDIR": f"{home}/ipython",
        "JUPYTERHUB_API_TOKEN": TOKEN,  # as in a grader that a Hub started
        "LANG": "C.UTF-8",
    }
