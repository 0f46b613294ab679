"""Builds the notebooks of a lab: text -> nbgrader source and release, fr and en.

The one rule: text is the only source and the build goes one way. The same text
gives the same bytes, so a cell's id is the name its author gave it.

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

from labs.authoring.cells import Cell, read_source
from labs.authoring.source import HIDDEN_MARKS, SOLUTION_MARKS, BadLab, Role
from labs.catalogue import Lab
from labs.language import LANGUAGES

STUB = "# À toi / Your turn"
TEXT_STUB = "À toi / Your turn"
MAX_ASSET_BYTES = 300_000  # slow links (labs.md 6)

# nbgrader's (grade, solution, locked); a cell of another role has no such metadata.
_NBGRADER = {
    Role.ANSWER: (False, True, False),
    Role.CHECK: (True, False, True),
    Role.WRITTEN: (True, True, False),
    Role.GIVEN: (False, False, True),
}
# What decides a mark, and what a learner sees: a change of it is another version.
_SOURCES = (
    "lab.toml",
    "fr.md",
    "en.md",
    "program.py",
    "texts.toml",
    "hidden.py",
    "exercises/*/check.py",
    "exercises/*/texts.toml",
    "exercises/*/hints.*.md",
)
_KINDS = {
    "source": "with solutions and hidden tests: for the autograder only",
    "release": "what learners get",
}


@dataclass(frozen=True)
class Built:
    """One lab, built in memory: notebooks by (kind, language) and its data files.

    hidden: the module `hidden` of its tests, for the examiner only; often None.
    """

    lab: Lab
    version: str
    notebooks: Mapping[tuple[str, str], NotebookNode]
    data: Mapping[str, bytes]
    hidden: bytes | None = None

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
    """The lab's notebooks. Raises BadLab with the file and line that break a rule."""
    read = read_source(lab)
    data = data_files(lab)
    version = version_of(lab)
    notebooks = {}
    for cell in read.cells:
        _check_cell(cell)
    for lang in LANGUAGES:
        source = [(cell, cell.texts[lang]) for cell in read.cells]
        released = [(cell, release_text(cell, text)) for cell, text in source]
        notebooks["source", lang] = _notebook(lab, lang, version, source)
        notebooks["release", lang] = _notebook(lab, lang, version, released)
    hidden = None if read.hidden is None else read.hidden.encode()
    return Built(lab, version, notebooks, data, hidden)


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
    for pattern in _SOURCES:
        for file in lab.folder.glob(pattern):
            files[file.relative_to(lab.folder).as_posix()] = file.read_bytes()
    total = hashlib.sha256()
    for name, content in sorted(files.items()):
        total.update(f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode())
    return total.hexdigest()[:12]


def release_text(cell: Cell, text: str) -> str:
    """The text a learner gets: as nbgrader's ClearSolutions and ClearHiddenTests."""
    if cell.role is Role.WRITTEN:
        return TEXT_STUB
    if cell.role is Role.ANSWER:
        return _replace(text, SOLUTION_MARKS, STUB, cell)
    if cell.role is Role.CHECK:
        return _replace(text, HIDDEN_MARKS, None, cell)
    return text


def _replace(text: str, marks: tuple[str, str], stub: str | None, cell: Cell) -> str:
    begin, end = marks
    kept: list[str] = []
    inside = False
    for each in text.split("\n"):
        if begin in each:
            if inside:
                raise cell.place.bad(f"{begin} again before {end}; close it first")
            inside = True
            if stub:
                kept.append(re.match(r"\s*", each)[0] + stub)  # type: ignore[index]
        elif end in each:
            if not inside:
                raise cell.place.bad(f"{end} without {begin}; write both, or none")
            inside = False
        elif not inside:
            kept.append(each)
    if inside:
        raise cell.place.bad(f"{begin} without {end}; write both, or none")
    return "\n".join(kept)


def _check_cell(cell: Cell) -> None:
    """Raises BadLab for marks in the wrong cell and for code that cannot run."""
    has_solution = any(SOLUTION_MARKS[0] in text for text in cell.texts.values())
    if has_solution != (cell.role is Role.ANSWER):
        raise cell.place.bad(
            f"an answer cell, and only it, has {SOLUTION_MARKS[0]}; {cell.id!r} is a "
            f"{cell.role} cell"
        )
    if not cell.is_prose:
        for text in cell.texts.values():
            _refuse_broken_starter(cell, release_text(cell, text))


def _refuse_broken_starter(cell: Cell, text: str) -> None:
    try:
        compile(text, "cell", "exec")
    except SyntaxError as error:
        raise cell.place.bad(
            f"what learners get does not compile ({error.msg}); "
            "give the starter a value outside BEGIN SOLUTION"
        ) from None


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
    if cell.role is Role.CHECK:
        # "Run all" must reach the last widget even when nothing is answered yet.
        metadata["tags"] = ["raises-exception"]
    if cell.role in _NBGRADER:
        metadata["nbgrader"] = _nbgrader(cell)
    if cell.folded:
        metadata["jupyter"] = {"source_hidden": True}
    make = nbformat.v4.new_markdown_cell if cell.is_prose else nbformat.v4.new_code_cell
    made: NotebookNode = make(text, id=cell.id, metadata=metadata)
    return made


def _nbgrader(cell: Cell) -> dict[str, Any]:
    grade, solution, locked = _NBGRADER[cell.role]
    points = {"points": int(cell.points)} if grade else {}
    return {
        "grade": grade,
        "grade_id": cell.id,
        "locked": locked,
        **points,
        "schema_version": 3,
        "solution": solution,
        "task": False,
    }
