"""`python -m autograder mark`: one notebook, marked here and now, without a hub.

stdout carries the result only. Exit 0 when marking worked, whatever the marks; 2
with one sentence on stderr when it did not.
"""

from __future__ import annotations

import json
import sys
from argparse import Namespace
from pathlib import Path

from rich.console import Console
from rich.table import Table

from autograder.commands.notebook_file import (
    BadInput,
    as_json,
    files_beside,
    job_for,
    key_here,
    read_notebook,
    version_for,
)
from autograder.grading.grade import Graded, grade
from autograder.runtime import settings
from autograder.sandbox.cold import SandboxUnavailable
from labs.outcome import Result
from labs.words import state_word


def main(args: Namespace) -> int:
    try:
        if args.out is not None:
            # Here, not at the top: it imports Dask.
            from autograder.commands import autograde_folder

            if not args.file.is_dir():
                raise BadInput(
                    f"{args.file} is not a folder. --out is for a folder of notebooks; "
                    "for one notebook use --json. Nothing was marked."
                )
            return autograde_folder.main(args)
        graded = mark(
            args.lab, args.file, args.lang, args.extra, constant=args.constant_draws
        )
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


def mark(
    lab: str,
    file: Path,
    lang: str | None,
    extra: Path | None,
    *,
    constant: bool = False,
) -> Graded:
    """Mark one file. constant: with draws that are the same everywhere. Raises
    BadInput with one sentence."""
    told = settings.load()
    content = read_notebook(file)
    beside = files_beside(extra)
    key = key_here(told, constant=constant)
    version = version_for(lab, told)
    try:
        return grade(job_for(version, told, beside, content, lang, file, key), version)
    except SandboxUnavailable as error:
        raise BadInput(str(error)) from None


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
