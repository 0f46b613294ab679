"""`python -m autograder mark`: one notebook, marked here and now, without a hub.

stdout carries the result only. Exit 0 when marking worked, whatever the marks; 2
with one sentence on stderr when it did not. A folder of notebooks is mark_folder.py.
"""

from __future__ import annotations

import hashlib
import json
import sys
from argparse import Namespace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.assignment.version import AssignmentVersion, build_version
from autograder.grading.grade import Graded, Job, grade
from autograder.runtime import settings
from autograder.runtime.limits import Limits
from autograder.sandbox.cold import SandboxUnavailable
from autograder.submission.read import MAX_BYTES, Unreadable, read
from autograder.submission.reassemble import reassemble
from labs.authoring.source import BadLab
from labs.catalogue import BadCatalogue, UnknownLab
from labs.outcome import Result
from labs.words import state_word

MAX_EXTRA = 40_000_000  # bytes, as at the record's door


class BadInput(ValueError):
    """What was given cannot be marked; one sentence."""


def main(args: Namespace) -> int:
    try:
        if args.out is not None:
            from autograder.commands.autograde_folder import (
                main as mark_folder,
            )  # needs Dask

            if not args.file.is_dir():
                raise BadInput(
                    f"{args.file} is not a folder. --out is for a folder of notebooks; "
                    "for one notebook use --json. Nothing was marked."
                )
            return mark_folder(args)
        graded = mark(args.lab, args.file, args.lang, args.extra)
    except BadInput as error:
        print(error, file=sys.stderr)
        return 2
    if args.feedback is not None:
        args.feedback.write_text(graded.feedback_html, encoding="utf-8")
    if args.json:
        print(json.dumps(as_json(graded.result), ensure_ascii=False))
    else:
        show(graded.result)
    return 0


def mark(lab: str, file: Path, lang: str | None, extra: Path | None) -> Graded:
    """Mark one file. Raises BadInput with one sentence."""
    told = settings.load()
    content = read_notebook(file)
    beside = _extra(extra)
    version = version_for(lab, told)
    try:
        return grade(job_for(version, told, beside, content, lang, file), version)
    except SandboxUnavailable as error:
        raise BadInput(str(error)) from None


def version_for(lab: str, told: settings.Settings) -> AssignmentVersion:
    """The lab as it is now, built if need be. Raises BadInput."""
    try:
        return build_version(lab, told.versions)
    except (UnknownLab, BadLab, BadCatalogue, SandboxUnavailable) as error:
        raise BadInput(str(error)) from None
    except PermissionError as error:
        raise BadInput(
            f"{error.filename} cannot be written. Give this user the folder, or set "
            "CAIRE_STATE to one that can be written. Nothing was marked."
        ) from None


def job_for(
    version: AssignmentVersion,
    told: settings.Settings,
    beside: dict[str, bytes],
    content: bytes,
    lang: str | None,
    file: Path,
) -> Job:
    """What `grade` takes. Raises BadInput for a notebook that cannot be read."""
    files = {**beside, f"{version.lab}.ipynb": content}
    try:
        lang = lang or _language(content)
        released = version.released_notebook(lang)
        reassemble(content, released, version.lab)  # or a sentence
    except Unreadable as error:
        said = error.en if lang == "en" else error.fr
        raise BadInput(f"{file}: {said}") from None
    return Job(
        lab=version.lab,
        lang=lang,
        files=files,
        digest=_digest(files),
        limits=Limits.from_mapping(told.limits),
        allow_unsandboxed=told.allow_unsandboxed,
    )


def as_json(result: Result) -> dict[str, object]:
    """What DEVELOPERS.md fixes, and nothing else."""
    whole = result.to_dict()
    return {
        key: whole[key] for key in ("lab", "points", "possible", "exercises", "seconds")
    }


def show(result: Result) -> None:
    """The result as a table, in the notebook's language."""
    fr = result.lang == "fr"
    table = Table(title=f"{result.lab} · {result.points:g} / {result.possible:g}")
    headings = (
        ("Exercice", "Résultat", "Points", "Pourquoi")
        if fr
        else (
            "Exercise",
            "Result",
            "Points",
            "Why",
        )
    )
    for heading in headings:
        table.add_column(heading)
    for each in result.exercises:
        table.add_row(
            each.id,
            state_word(each.state, result.lang),
            f"{each.points:g} / {each.possible:g}",
            _plain((each.fr if fr else each.en) or ""),
        )
    Console().print(table)


def _plain(text: str) -> str:
    return text.replace("[", r"\[")  # rich reads markup in brackets


def read_notebook(file: Path) -> bytes:
    """Its bytes. Raises BadInput for what is no file, or too large for one."""
    try:
        size = file.stat().st_size
        if not file.is_file():
            raise BadInput(f"{file} is not a file. Give a notebook (.ipynb).")
        with file.open("rb") as opened:
            # One byte too many is enough to say the sentence about size.
            content = opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput(
            f"{file} cannot be read ({error.strerror}). Give the path of a notebook "
            "(.ipynb). Nothing was marked."
        ) from None
    if size > MAX_BYTES:
        raise BadInput(
            f"{file} is {size // 1_000_000} MB; a notebook may have "
            f"{MAX_BYTES // 1_000_000} MB. Clear its outputs and save it again. "
            "Nothing was marked."
        )
    return content


def _extra(folder: Path | None) -> dict[str, bytes]:
    """The plain files of a folder: what the learner hands in beside the notebook."""
    if folder is None:
        return {}
    if not folder.is_dir():
        raise BadInput(f"--extra {folder} is not a folder. Nothing was marked.")
    found: dict[str, bytes] = {}
    left = MAX_EXTRA
    for path in sorted(folder.iterdir()):
        is_plain = path.is_file() and not path.is_symlink()
        if not is_plain or path.suffix == ".ipynb" or path.name.startswith("."):
            continue
        left -= path.stat().st_size
        if left < 0:
            raise BadInput(
                f"--extra {folder} has more than {MAX_EXTRA // 1_000_000} MB. "
                "Nothing was marked."
            )
        found[path.name] = path.read_bytes()
    return found


def _language(content: bytes) -> str:
    said = read(content).lang
    return said if said in ("fr", "en") else "fr"


def _digest(files: dict[str, bytes]) -> str:
    """The record's digest: sorted names, each with its content's SHA-256."""
    lines = (
        f"{n}\0{hashlib.sha256(c).hexdigest()}\n" for n, c in sorted(files.items())
    )
    return hashlib.sha256("".join(lines).encode()).hexdigest()
