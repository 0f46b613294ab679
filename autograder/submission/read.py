"""Reads what a learner handed in as a notebook, however damaged.

Only cells come out: kind, text, grade_id, id. Everything else in the file
(outputs, widgets' state, kernel names, other metadata) is ignored.
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

MAX_BYTES = 20_000_000
MAX_CELLS = 1_000
MAX_SOURCE = 1_000_000  # characters of one cell, which may hold pasted data
_MAX_HOLES = 50  # damaged places inside a file after which we stop looking for cells
_CODE, _PROSE = "code", "markdown"


class Unreadable(ValueError):
    """Not a notebook we can mark. fr, en: one sentence each."""

    def __init__(self, fr: str, en: str) -> None:
        super().__init__(en)
        self.fr, self.en = fr, en


@dataclass(frozen=True)
class SubmittedCell:
    """One cell as it came in. kind: "code" or "markdown"."""

    kind: str
    source: str
    grade_id: str | None
    id: str | None


@dataclass(frozen=True)
class SubmittedNotebook:
    """A notebook as it came in. lab, lang: what it says it is, or None.

    is_cut: the file was damaged, and the cells in the damage are lost.
    """

    cells: tuple[SubmittedCell, ...]
    lab: str | None
    lang: str | None
    is_cut: bool


def read(content: bytes) -> SubmittedNotebook:
    """The cells of a notebook file. Raises Unreadable with one bilingual sentence."""
    text = _text(content)
    notebook, is_cut = _parsed(text)
    raw_cells = _raw_cells(notebook)
    if not raw_cells:
        raise Unreadable(
            "Ce fichier n'est pas un notebook : il n'a pas de cellules. Enregistre "
            "ton travail dans JupyterLab et rends le fichier .ipynb. Rien n'a été "
            "noté.",
            "This file is not a notebook: it has no cells. Save your work in "
            "JupyterLab "
            "and hand in the .ipynb file. Nothing was marked.",
        )
    metadata = notebook.get("metadata")
    caire = metadata.get("caire") if isinstance(metadata, dict) else None
    ours: dict[str, Any] = caire if isinstance(caire, dict) else {}
    cells = tuple(_cell(raw) for raw in raw_cells[:MAX_CELLS] if isinstance(raw, dict))
    return SubmittedNotebook(
        cells, _word(ours.get("lab")), _word(ours.get("lang")), is_cut
    )


def _text(content: bytes) -> str:
    if len(content) > MAX_BYTES:
        size, top = len(content) // 1_000_000, MAX_BYTES // 1_000_000
        raise Unreadable(
            f"Ce notebook fait {size} Mo ; la limite est de {top} Mo. Efface les "
            f"sorties "
            "(Édition, Effacer toutes les sorties), enregistre et rends-le à nouveau. "
            "Rien n'a été noté.",
            f"This notebook is {size} MB; the limit is {top} MB. Clear the outputs "
            f"(Edit, "
            "Clear All Outputs), save and hand it in again. Nothing was marked.",
        )
    if content.lstrip()[:5] == b"%PDF-":
        raise Unreadable(
            "Ce fichier est un PDF qui porte le nom d'un notebook. Rends le fichier "
            ".ipynb "
            "que JupyterLab enregistre. Rien n'a été noté.",
            "This file is a PDF under the name of a notebook. Hand in the .ipynb file "
            "that JupyterLab saves. Nothing was marked.",
        )
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return content.decode("utf-16", "replace")
    content = content.rstrip(b"\0")  # what some disks leave after a power cut
    if b"\0" in content:
        raise Unreadable(
            "Ce notebook contient un octet nul : le fichier est abîmé. Ouvre-le dans "
            "JupyterLab, enregistre-le et rends-le à nouveau. Rien n'a été noté.",
            "This notebook contains a null byte: the file is damaged. Open it in "
            "JupyterLab, save it and hand it in again. Nothing was marked.",
        )
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        # No letter in UTF-8, yet bytes above ASCII: an editor of Windows saved it.
        is_windows = content.decode("utf-8", "ignore").isascii()
        return content.decode("cp1252" if is_windows else "utf-8-sig", "replace")


def _parsed(text: str) -> tuple[dict[str, Any], bool]:
    """The notebook, and whether its end is lost."""
    start = text.find("{")
    try:
        if start >= 0:
            notebook, _ = json.JSONDecoder().raw_decode(text, start)
            if isinstance(notebook, dict):
                return notebook, False
    except RecursionError:
        pass
    except ValueError:
        rescued = _rescued(text)
        if rescued:
            return {"cells": rescued}, True
    raise Unreadable(
        "Ce fichier n'est pas un notebook lisible. Enregistre ton travail dans "
        "JupyterLab "
        "et rends le fichier .ipynb. Rien n'a été noté.",
        "This file is not a readable notebook. Save your work in JupyterLab and hand "
        "in "
        "the .ipynb file. Nothing was marked.",
    )


def _rescued(text: str) -> list[Any]:
    """The whole cells before and after the places where the JSON breaks."""
    start = re.search(r'"cells"\s*:\s*\[', text)
    if start is None:
        return []
    decoder, at = json.JSONDecoder(), start.end()
    cells: list[Any] = []
    holes = 0
    while len(cells) < MAX_CELLS and holes < _MAX_HOLES:
        opening = _OPENING.search(text, at)
        if opening is None:
            break
        try:
            cell, at = decoder.raw_decode(text, opening.start())
        except (ValueError, RecursionError):
            holes, at = holes + 1, opening.end()
            continue
        if "cell_type" in cell:  # not an output or metadata of a broken cell
            cells.append(cell)
    return cells


# How a cell begins, whichever of its keys was written first.
_OPENING = re.compile(
    r'\{\s*(?="(?:attachments|cell_type|execution_count|id|metadata|outputs|source'
    r'|input|collapsed|language|prompt_number)"\s*:)'
)


def _raw_cells(notebook: dict[str, Any]) -> list[Any]:
    cells = notebook.get("cells")
    if isinstance(cells, list):
        return cells
    sheets = notebook.get("worksheets")  # notebook format 3
    if not isinstance(sheets, list):
        return []
    inside = [sheet.get("cells") for sheet in sheets if isinstance(sheet, dict)]
    return [cell for cells in inside if isinstance(cells, list) for cell in cells]


def _cell(raw: dict[str, Any]) -> SubmittedCell:
    source = raw.get("source", raw.get("input", ""))
    if isinstance(source, list):
        source = "".join(part for part in source if isinstance(part, str))
    text = source if isinstance(source, str) else ""
    text = text.replace("\r\n", "\n").replace("\r", "\n")[:MAX_SOURCE]
    metadata = raw.get("metadata")
    nbgrader = metadata.get("nbgrader") if isinstance(metadata, dict) else None
    grade_id = nbgrader.get("grade_id") if isinstance(nbgrader, dict) else None
    kind = _CODE if raw.get("cell_type") == _CODE else _PROSE
    # A lone half of a surrogate pair cannot be written to any file.
    text = text.encode("utf-8", "replace").decode("utf-8")
    return SubmittedCell(kind, text, _word(grade_id), _word(raw.get("id")))


def _word(value: Any) -> str | None:
    return value if isinstance(value, str) and 0 < len(value) <= 100 else None
