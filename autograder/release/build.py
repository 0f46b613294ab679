"""Builds an assignment version: the lab's text in, one folder out.

Its one rule: a folder is written whole (built beside, then renamed) and never
changed. The same lab text and the same building code give the same folder.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import shutil
import tempfile
from collections.abc import Mapping
from dataclasses import asdict
from importlib.metadata import version as installed
from pathlib import Path

from autograder.assignment.tests import read_tests
from autograder.assignment.version import AssignmentVersion, Exercise
from autograder.grading.prove import unproven_tests
from autograder.sandbox.cold import SandboxUnavailable
from labs import catalogue
from labs.authoring import build, cases
from labs.language import LANGUAGES

LOG = logging.getLogger("autograder")
_FORMAT = 2  # raise it when the files below change their meaning


def build_version(lab: str | catalogue.Lab, out: Path) -> AssignmentVersion:
    """Build `lab` below `out` (out/<lab>/<version>/) unless that version is there.

    Raises labs.catalogue.UnknownLab, labs.source.BadLab.
    """
    known = catalogue.load().lab(lab) if isinstance(lab, str) else lab
    folder = out / known.id / build.version_of(known)
    made_by = _fingerprint()
    if _is_current(folder, made_by):
        return AssignmentVersion.load(folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=".building-") as beside:
        fresh = Path(beside) / "version"
        built = build.build(known)
        _write(built, fresh, made_by)
        _note_unproven(built, fresh)
        _put(fresh, folder, made_by)
    return AssignmentVersion.load(folder)


def _write(built: build.Built, folder: Path, made_by: str) -> None:
    # Here, not at the top: nbgrader takes a second to import.
    from autograder.gradebook.private_course import generate

    lab = built.lab
    for lang in LANGUAGES:
        source = build.to_bytes(built.notebooks["source", lang])
        release, _ = generate(lab.id, source, built.data, folder / lang)
        _write_files(folder / lang, {"source.ipynb": source})
        place = folder / lang / "release"
        _write_files(place, {f"{lab.id}.ipynb": release, **built.data})
    tests = read_tests(built.notebooks["source", "fr"])
    files = {"tests.json": json.dumps(tests, indent=1).encode(), **built.data}
    if built.hidden is not None:
        files["hidden.py"] = built.hidden
    _write_files(folder / "tests", files)
    about = {
        "lab": lab.id,
        "version": built.version,
        "made_by": made_by,
        "exercises": [
            asdict(Exercise(each.id, float(each.points), each.manual, dict(each.title)))
            for each in lab.exercises
        ],
    }
    _write_files(folder, {"version.json": json.dumps(about, indent=1).encode()})


def _note_unproven(built: build.Built, folder: Path) -> None:
    """Note which tests the reference solution does not pass.

    A test that stumbles over a learner's value is the learner's concern only when it
    is known to work; otherwise nobody is marked down for it.
    """
    version = AssignmentVersion.load(folder)
    submission = cases.submission(cases.solution(built.lab), built, "fr")
    try:
        reasons = unproven_tests(version, submission)
    except SandboxUnavailable:
        return  # building alone needs no sandbox; marking will say it
    for exercise, why in reasons.items():
        LOG.warning("%s %s: the solution does not pass: %s", version.lab, exercise, why)
    found = {**version.read_tests(), "unproven": sorted(reasons)}
    _write_files(folder / "tests", {"tests.json": json.dumps(found, indent=1).encode()})


def _write_files(folder: Path, files: Mapping[str, bytes]) -> None:
    """Readable to all: inside the sandbox the examiner is nobody's user."""
    folder.mkdir(parents=True, exist_ok=True)
    folder.chmod(0o755)
    for name, content in files.items():
        (folder / name).write_bytes(content)
        (folder / name).chmod(0o644)


def _put(fresh: Path, folder: Path, made_by: str) -> None:
    """Rename into place; another process that was quicker with the same wins."""
    if folder.exists() and not _is_current(folder, made_by):
        aside = fresh.parent / "old"
        os.rename(folder, aside)  # noqa: PTH104  # a rename on one disk, nothing cleverer
        shutil.rmtree(aside, ignore_errors=True)
    try:
        os.rename(fresh, folder)  # noqa: PTH104
    except OSError:
        if not _is_current(folder, made_by):
            raise


def _is_current(folder: Path, made_by: str) -> bool:
    try:
        about = json.loads((folder / "version.json").read_text("utf-8"))
    except (OSError, ValueError):
        return False
    return bool(about.get("made_by") == made_by)


def _fingerprint() -> str:
    """Of the code that builds: a new one builds anew under the same version."""
    total = hashlib.sha256(f"{_FORMAT} {installed('nbgrader')}".encode())
    labs = Path(catalogue.__file__).parent
    ours = Path(__file__).parents[1]
    for file in (
        labs / "catalogue.py",
        *sorted((labs / "authoring").glob("*.py")),
        *(ours / "assignment" / name for name in ("version.py", "tests.py")),
        ours / "gradebook" / "private_course.py",
        Path(__file__),
    ):
        total.update(file.read_bytes())
    return total.hexdigest()[:16]
