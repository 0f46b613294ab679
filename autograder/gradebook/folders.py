"""A student's folders in a course, as nbgrader's formgrader expects them.

The one rule: names and content come from learners, so a name is used only when it
is a plain one, and nothing here is ever opened, run or unpacked again.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

_PLAIN = re.compile(r"[A-Za-z0-9_][A-Za-z0-9_ .-]{0,99}")


def student_of(learner: str) -> str:
    """The learner's name as nbgrader can use it: a folder's name, without globs."""
    if re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9_@.-]{0,99}", learner):
        return learner
    plain = re.sub(r"[^A-Za-z0-9_@.-]", "-", learner).lstrip(".-@")[:60]
    return f"{plain or 'learner'}-{hashlib.sha256(learner.encode()).hexdigest()[:10]}"


def put_folders(
    root: Path,
    student: str,
    lab: str,
    *,
    received_at: datetime | None,
    notebook: bytes,
    files: Mapping[str, bytes],
) -> None:
    """Replace submitted/ and autograded/ of one student and lab."""
    stamp = f"{received_at} UTC\n".encode()
    marked = {f"{lab}.ipynb": notebook, "timestamp.txt": stamp}
    sent = {name: data for name, data in files.items() if _PLAIN.fullmatch(name)}
    sent["timestamp.txt"] = stamp
    # A renamed notebook: nbgrader counts a submission by this name.
    sent.setdefault(f"{lab}.ipynb", notebook)
    for step, contents in (("submitted", sent), ("autograded", marked)):
        target = root / step / student / lab
        fresh = root / ".incoming" / f"{step}-{student}-{lab}"
        shutil.rmtree(fresh, ignore_errors=True)
        for name, data in contents.items():
            write(fresh / name, data)
        shutil.rmtree(target, ignore_errors=True)
        target.parent.mkdir(parents=True, exist_ok=True)
        fresh.rename(target)


def answers_in(notebook: bytes) -> dict[str, str]:
    """grade_id -> source of each cell that a learner answers and a person marks."""
    try:
        cells = json.loads(notebook).get("cells", [])
    except (ValueError, AttributeError):
        return {}
    answers = {}
    for cell in cells:
        about = cell.get("metadata", {}).get("nbgrader", {})
        if about.get("grade") and about.get("solution"):
            source = cell.get("source", "")
            text = source if isinstance(source, str) else "".join(source)
            answers[str(about.get("grade_id"))] = text
    return answers


def write(file: Path, content: bytes) -> None:
    """Write a whole file or none: beside it first, then into its place."""
    file.parent.mkdir(parents=True, exist_ok=True)
    beside = file.with_name(f".{file.name}.new")
    with beside.open("wb") as out:
        out.write(content)
        out.flush()
        os.fsync(out.fileno())
    beside.replace(file)
