"""`python -m labs compare OLD NEW`: what differs between two builds, cell by cell.

For an author who changed a lab, and a translator who changed a language: what does a
learner see that is new? Cells are paired by id, then by equal source, then by place,
so that one cell more is one line of the answer and not all that follow.
"""

from __future__ import annotations

import difflib
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from labs.authoring.source import BadLab

Cell = Mapping[str, Any]


def differences(old: Path, new: Path) -> Iterator[str]:
    """What differs between the folders two builds wrote, a few lines for each cell.

    Raises BadLab when a folder holds no notebook.
    """
    before, after = _files(old), _files(new)
    for name in sorted(set(before) | set(after)):
        if name not in after:
            yield f"{name}: only in {old}"
        elif name not in before:
            yield f"{name}: only in {new}"
        elif name.suffix == ".ipynb":
            for said in _of_notebooks(before[name], after[name]):
                yield f"{name}: {said}"
        elif before[name] != after[name]:
            sizes = f"{len(before[name])} -> {len(after[name])}"
            yield f"{name}: other content ({sizes} bytes)"


def _files(folder: Path) -> dict[Path, bytes]:
    files = [file for file in folder.rglob("*") if file.is_file()]
    if not any(file.suffix == ".ipynb" for file in files):
        raise BadLab(
            f"{folder} holds no notebook; build one with "
            f"'python -m labs build --out {folder}'"
        )
    return {file.relative_to(folder): file.read_bytes() for file in files}


def _of_notebooks(old: bytes, new: bytes) -> Iterator[str]:
    before, after = json.loads(old), json.loads(new)
    yield from _of_metadata("the notebook", before["metadata"], after["metadata"])
    for one, other in _pairs(before["cells"], after["cells"]):
        if one is None or other is None:
            cell = one or other or {}
            is_new = "a new cell" if one is None else "a cell that is gone"
            yield f"{cell['id']} is {is_new}: {_source(cell)[:60]!r}"
        else:
            yield from _of_cells(one, other)


def _of_cells(one: Cell, other: Cell) -> Iterator[str]:
    if one["id"] != other["id"]:
        yield f"{one['id']} is now called {other['id']}"
    if one["cell_type"] != other["cell_type"]:
        yield f"{other['id']} was {one['cell_type']} and is {other['cell_type']}"
    yield from _of_metadata(other["id"], one["metadata"], other["metadata"])
    before, after = _source(one).split("\n"), _source(other).split("\n")
    if before != after:
        lines = list(difflib.unified_diff(before, after, lineterm="", n=0))[2:]
        shown = [line for line in lines if not line.startswith("@@")]
        yield "\n    ".join([f"{other['id']} has another source", *shown])


def _of_metadata(
    what: str, one: Mapping[str, Any], other: Mapping[str, Any]
) -> Iterator[str]:
    before, after = _flat(one), _flat(other)
    for key in sorted(set(before) | set(after)):
        if before.get(key) != after.get(key):
            yield f"{what}: {key} was {before.get(key)!r}, is {after.get(key)!r}"


def _flat(data: Mapping[str, Any], above: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in data.items():
        inner = isinstance(value, dict)
        flat |= _flat(value, f"{above}{key}.") if inner else {f"{above}{key}": value}
    return flat


def _pairs(
    old: list[dict[str, Any]], new: list[dict[str, Any]]
) -> Iterator[tuple[Cell | None, Cell | None]]:
    """Old and new cells in order; one side is None for what is gone or new."""
    place = {cell["id"]: at for at, cell in enumerate(new)}
    kept = {at: place[cell["id"]] for at, cell in enumerate(old) if cell["id"] in place}
    for at, cell in enumerate(old):
        same = [n for n, one in enumerate(new) if _source(one) == _source(cell)]
        free = [n for n in same if n not in kept.values()]
        if at not in kept and free:
            kept[at] = free[0]
    for at in range(len(old)):
        # Both stand after the same pair: the same cell, changed.
        follows = kept.get(at - 1, -1) + 1 if at else 0
        if at not in kept and follows < len(new) and follows not in kept.values():
            kept[at] = follows
    back = {n: at for at, n in kept.items()}
    for at, cell in enumerate(old):
        if at not in kept:
            yield cell, None
    for n, cell in enumerate(new):
        yield (old[back[n]] if n in back else None), cell


def _source(cell: Cell) -> str:
    source = cell["source"]
    return source if isinstance(source, str) else "".join(source)
