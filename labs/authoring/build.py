"""Builds the notebooks of a lab: text -> nbgrader source and release, fr and en.

The one rule: text is the only source and the build goes one way. The same text
gives the same bytes, so cell ids come from grade_ids and places, never from chance.

Layout: OUT/{source,release}/{fr,en}/LAB/LAB.ipynb, with the files of the lab's
`data` folder beside each notebook. `release` is what learners get: solutions
cleared and hidden tests removed exactly as nbgrader's generator would.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
from nbformat import NotebookNode

from labs.authoring.bilingual import in_language, refuse_different_programs
from labs.authoring.source import BadLab, Cell, Role, read_file
from labs.catalogue import LANGS, Lab

STUB = "# À toi / Your turn"
TEXT_STUB = "À toi / Your turn"
MAX_ASSET_BYTES = 300_000  # slow links (labs.md 6)

_SOLUTION = ("BEGIN SOLUTION", "END SOLUTION")
_HIDDEN = ("BEGIN HIDDEN TESTS", "END HIDDEN TESTS")
_KINDS = {
    "source": "with solutions and hidden tests: for the autograder only",
    "release": "what learners get",
}


@dataclass(frozen=True)
class Built:
    """One lab, built in memory: notebooks by (kind, language) and its data files."""

    lab: Lab
    version: str
    notebooks: Mapping[tuple[str, str], NotebookNode]
    data: Mapping[str, bytes]

    def write(self, out: Path) -> list[Path]:
        """Writes everything below `out` and returns the notebooks' paths."""
        written = []
        for (kind, lang), notebook in self.notebooks.items():
            folder = out / kind / lang / self.lab.id
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir(parents=True)
            written.append(folder / f"{self.lab.id}.ipynb")
            written[-1].write_bytes(to_bytes(notebook))
            for name, content in self.data.items():
                (folder / name).write_bytes(content)
        return written


def build(lab: Lab) -> Built:
    """The lab's notebooks. Raises BadLab with the line that breaks a rule."""
    cells = read_file(lab.folder / "lab.py")
    data = data_files(lab)
    version = version_of(lab)
    notebooks = {}
    for cell in cells:
        _check_cell(cell)
    _check_exercises(lab, cells)
    for lang in LANGS:
        source = [(cell, in_language(cell, lang)) for cell in cells]
        released = [(cell, release_text(cell, text)) for cell, text in source]
        notebooks["source", lang] = _notebook(lab, lang, version, source)
        notebooks["release", lang] = _notebook(lab, lang, version, released)
    return Built(lab, version, notebooks, data)


def build_all(labs: Iterable[Lab], out: Path) -> list[Path]:
    """Builds the labs below `out`; nothing is written for a lab that is refused."""
    return [path for lab in labs for path in build(lab).write(out)]


def to_bytes(notebook: NotebookNode) -> bytes:
    """The notebook as the bytes of its file, always the same."""
    text: str = nbformat.writes(notebook)
    return (text.rstrip("\n") + "\n").encode()


def data_files(lab: Lab) -> dict[str, bytes]:
    """What ships beside the notebook: the files of `data`, each under 300 kB."""
    folder = lab.folder / "data"
    files = {}
    for file in sorted(folder.iterdir()) if folder.is_dir() else []:
        if not file.is_file() or file.is_symlink():
            raise BadLab(f"{lab.id}/data/{file.name} is not a plain file")
        files[file.name] = file.read_bytes()
        if len(files[file.name]) > MAX_ASSET_BYTES:
            raise BadLab(
                f"{lab.id}/data/{file.name} has {len(files[file.name])} bytes; "
                f"at most {MAX_ASSET_BYTES} pass on a slow link"
            )
    return files


def version_of(lab: Lab) -> str:
    """Twelve hex digits over all that decides a mark: text, data, hidden tests."""
    files = {f"data/{name}": content for name, content in data_files(lab).items()}
    for name in ("lab.py", "hidden.py"):
        if (lab.folder / name).is_file():
            files[name] = (lab.folder / name).read_bytes()
    total = hashlib.sha256()
    for name, content in sorted(files.items()):
        total.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return total.hexdigest()[:12]


def release_text(cell: Cell, text: str) -> str:
    """The text a learner gets: as nbgrader's ClearSolutions and ClearHiddenTests."""
    if cell.role is Role.WRITTEN:
        return TEXT_STUB
    if cell.role is Role.ANSWER:
        return _replace(text, _SOLUTION, STUB, cell.line)
    if cell.role is Role.CHECK:
        return _replace(text, _HIDDEN, None, cell.line)
    return text


def _replace(text: str, marks: tuple[str, str], stub: str | None, line: int) -> str:
    begin, end = marks
    kept: list[str] = []
    inside = False
    for each in text.split("\n"):
        if begin in each:
            if inside:
                raise BadLab(f"line {line}: {begin} again before {end}")
            inside = True
            if stub:
                kept.append(re.match(r"\s*", each)[0] + stub)  # type: ignore[index]
        elif end in each:
            if not inside:
                raise BadLab(f"line {line}: {end} without {begin}")
            inside = False
        elif not inside:
            kept.append(each)
    if inside:
        raise BadLab(f"line {line}: {begin} without {end}")
    return "\n".join(kept)


def _check_cell(cell: Cell) -> None:
    """Raises BadLab for marks in the wrong cell and for code that cannot run."""
    has_solution = _SOLUTION[0] in cell.text
    if has_solution != (cell.role is Role.ANSWER):
        raise BadLab(
            f"line {cell.line}: an answer cell, and only it, has BEGIN SOLUTION; "
            f"this is a {cell.role} cell"
        )
    if _HIDDEN[0] in cell.text and cell.role is not Role.CHECK:
        raise BadLab(f"line {cell.line}: hidden tests belong in a check cell")
    if cell.is_prose:
        return
    refuse_different_programs(cell)
    for lang in LANGS:
        _refuse_broken_starter(cell, release_text(cell, in_language(cell, lang)))


def _refuse_broken_starter(cell: Cell, text: str) -> None:
    try:
        compile(text, "cell", "exec")
    except SyntaxError as error:
        raise BadLab(
            f"line {cell.line}: what learners get does not compile ({error.msg}); "
            "give the starter a value outside BEGIN SOLUTION"
        ) from None


def _check_exercises(lab: Lab, cells: list[Cell]) -> None:
    """Raises BadLab when lab.py and catalogue.toml tell two stories."""
    graded = [cell for cell in cells if cell.role in (Role.CHECK, Role.WRITTEN)]
    there = [(cell.id, cell.points, cell.role is Role.WRITTEN) for cell in graded]
    listed = [(each.id, each.points, each.manual) for each in lab.exercises]
    if there != listed:
        odd = next(iter([each for each in there if each not in listed] or listed))
        raise BadLab(
            f"{lab.id}: lab.py grades {[id for id, _, _ in there]}, catalogue.toml "
            f"lists {[id for id, _, _ in listed]}; ids, points, order and kind must "
            f"agree (look at {odd[0]!r})"
        )


def _notebook(
    lab: Lab, lang: str, version: str, cells: list[tuple[Cell, str]]
) -> NotebookNode:
    notebook = nbformat.v4.new_notebook(
        cells=[_cell(cell, text) for cell, text in cells],
        metadata={
            "caire": {"lab": lab.id, "lang": lang, "version": version},
            "kernelspec": {
                "display_name": "Python 3",
                "language": "python",
                "name": "python3",
            },
            "language_info": {"file_extension": ".py", "name": "python"},
        },
    )
    nbformat.validate(notebook)
    return notebook


def _cell(cell: Cell, text: str) -> NotebookNode:
    metadata: dict[str, Any] = {}
    tags = list(cell.metadata.get("tags", []))
    if cell.role is Role.CHECK:
        # "Run all" must reach the last widget even when nothing is answered yet.
        tags.append("raises-exception")
    if tags:
        metadata["tags"] = tags
    for key in ("nbgrader", "jupyter"):
        if key in cell.metadata:
            metadata[key] = dict(cell.metadata[key])
    make = nbformat.v4.new_markdown_cell if cell.is_prose else nbformat.v4.new_code_cell
    made: NotebookNode = make(text, id=cell.id, metadata=metadata)
    return made
