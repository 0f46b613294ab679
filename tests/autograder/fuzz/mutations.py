"""A real submission, damaged by chance: the same seed gives the same bytes.

A mutation changes the notebook's JSON (cells, metadata, any node), then the
bytes of the file, then the files around it, then the zip they came in.
"""

from __future__ import annotations

import copy
import json
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from hub.record.domain.archive import pack
from tests.autograder.fuzz.snippets import BYTES, NAMES, SNIPPETS, STRANGE, VALUES

Chance = random.Random
Book = dict[str, Any]


@dataclass(frozen=True)
class Mutant:
    """steps: what was done, in order. parcel: the zip, when that was mutated too."""

    seed: str
    original: str
    files: dict[str, bytes]
    steps: tuple[str, ...]
    parcel: bytes | None = None


def mutant(seed: str, originals: dict[str, Book], name: str) -> Mutant:
    """originals: solved notebooks by name. name: what the file is called."""
    chance = Chance(seed)
    original = chance.choice(sorted(originals))
    book, steps = copy.deepcopy(originals[original]), []
    for _ in range(chance.choice((0, 1, 1, 2, 3, 5))):
        change = chance.choice(_BOOK)
        steps.append(change.__name__)
        change(book, chance)
    data = json.dumps(book, ensure_ascii=chance.random() < 0.5)
    content = data.encode("utf-8", "surrogatepass")
    for _ in range(chance.choice((0, 0, 0, 1, 2, 4))):
        damage = chance.choice(_FILE)
        steps.append(damage.__name__)
        content = damage(content, chance)
    files = {name: content}
    if chance.random() < 0.15:
        steps.append("odd files")
        files = _odd_files(files, chance)
    parcel = None
    if chance.random() < 0.1:
        steps.append("damaged parcel")
        parcel = _damaged_parcel(files, chance)
    return Mutant(seed, original, files, tuple(steps), parcel)


def _cells(book: Book) -> list[Any]:
    """The cells that are still cells."""
    cells = book.get("cells")
    found = cells if isinstance(cells, list) else []
    return [cell for cell in found if isinstance(cell, dict)]


def _one(book: Book, chance: Chance) -> dict[str, Any]:
    cells = _cells(book)
    return chance.choice(cells) if cells else {}


def _text(cell: dict[str, Any]) -> str:
    source = cell.get("source")
    parts = source if isinstance(source, list) else [source]
    return "".join(part for part in parts if isinstance(part, str))


def _list(book: Book) -> list[Any]:
    cells = book.get("cells")
    return cells if isinstance(cells, list) and cells else [{}]


def drop(book: Book, chance: Chance) -> None:
    cells = _list(book)
    del cells[chance.randrange(len(cells))]


def duplicate(book: Book, chance: Chance) -> None:
    cells = _list(book)
    at = chance.randrange(len(cells))
    cells.insert(chance.randrange(len(cells)), copy.deepcopy(cells[at]))


def swap(book: Book, chance: Chance) -> None:
    cells = _list(book)
    one, two = chance.randrange(len(cells)), chance.randrange(len(cells))
    cells[one], cells[two] = cells[two], cells[one]


def retype(book: Book, chance: Chance) -> None:
    kinds = ["code", "markdown", "raw", "heading", "", None, 7]
    _one(book, chance)["cell_type"] = chance.choice(kinds)


def truncate(book: Book, chance: Chance) -> None:
    cell = _one(book, chance)
    text = _text(cell)
    cell["source"] = text[: chance.randrange(len(text) + 1)]


def merge(book: Book, chance: Chance) -> None:
    one, two = _one(book, chance), _one(book, chance)
    one["source"] = _text(one) + "\n" + _text(two)


def splice(book: Book, chance: Chance) -> None:
    """Hostile code before, in the middle of, after or instead of a cell's own."""
    cell, snippet = _one(book, chance), chance.choice(SNIPPETS)
    lines = _text(cell).split("\n")
    at = chance.randrange(len(lines) + 1)
    kept = lines[at:] if chance.random() < 0.8 else []
    cell["source"] = "\n".join([*lines[:at], snippet, *kept])


def insert(book: Book, chance: Chance) -> None:
    cells = _list(book)
    cell = {"cell_type": "code", "metadata": {}, "source": chance.choice(SNIPPETS)}
    cells.insert(chance.randrange(len(cells) + 1), cell)


def strange_text(book: Book, chance: Chance) -> None:
    cell, text = _one(book, chance), chance.choice(STRANGE)
    own = _text(cell)
    at = chance.randrange(len(own) + 1)
    cell["source"] = own[:at] + text + own[at:]


def edit_metadata(book: Book, chance: Chance) -> None:
    about = _one(book, chance).get("metadata")
    about = about.get("nbgrader") if isinstance(about, dict) else None
    if isinstance(about, dict):
        keys = ["grade", "points", "locked", "solution", "grade_id", "schema_version"]
        about[chance.choice(keys)] = chance.choice(VALUES)


def swap_names(book: Book, chance: Chance) -> None:
    one, two = _one(book, chance), _one(book, chance)
    for key in ("metadata", "id"):
        one[key], two[key] = two.get(key), one.get(key)


def change_node(book: Book, chance: Chance) -> None:
    """Any node of the tree becomes a value of another type."""
    node: Any = book
    while True:
        keys: Sequence[Any] = list(node) if isinstance(node, dict) else range(len(node))
        if not keys:
            return
        key = chance.choice(keys)
        below = node[key]
        if not isinstance(below, dict | list) or chance.random() < 0.2:
            node[key] = chance.choice(VALUES)
            return
        node = below


def wrong_format(book: Book, chance: Chance) -> None:
    book["nbformat"] = chance.choice([3, 5, -1, "4", 10**30, None])
    book["nbformat_minor"] = chance.choice(VALUES)
    if chance.random() < 0.3:
        book["worksheets"] = [{"cells": book.pop("cells", [])}, 3]


def many_cells(book: Book, chance: Chance) -> None:
    cell = {"cell_type": "code", "metadata": {}, "source": chance.choice(["", "1"])}
    _list(book).extend(dict(cell) for _ in range(chance.choice([50, 1_200])))


_BOOK: tuple[Callable[[Book, Chance], None], ...] = (
    *(drop, duplicate, swap, retype, truncate, merge, splice, splice, insert),
    *(strange_text, edit_metadata, swap_names, change_node, wrong_format, many_cells),
)


def flip(content: bytes, chance: Chance) -> bytes:
    data = bytearray(content)
    for _ in range(min(chance.choice((1, 3, 30)), len(data))):
        data[chance.randrange(len(data))] = chance.randrange(256)
    return bytes(data)


def cut_tail(content: bytes, chance: Chance) -> bytes:
    return content[: chance.randrange(len(content) + 1)]


def cut_hole(content: bytes, chance: Chance) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + content[at + chance.randrange(1, 400) :]


def repeat_part(content: bytes, chance: Chance) -> bytes:
    at, to = (chance.randrange(len(content) + 1) for _ in range(2))
    return content[:to] + content[at : at + chance.randrange(1, 2_000)] + content[to:]


def put_bytes(content: bytes, chance: Chance) -> bytes:
    at = chance.randrange(len(content) + 1)
    return content[:at] + chance.choice(BYTES) + content[at:]


def other_encoding(content: bytes, chance: Chance) -> bytes:
    text = content.decode("utf-8", "replace")
    kind = chance.choice(["utf-16", "utf-32", "cp1252", "utf-8-sig", "utf-7"])
    return text.encode(kind, "replace")


_FILE: tuple[Callable[[bytes, Chance], bytes], ...] = (
    *(flip, flip, cut_tail, cut_hole, repeat_part, put_bytes, other_encoding),
)


def _odd_files(files: dict[str, bytes], chance: Chance) -> dict[str, bytes]:
    found = dict(files)
    if chance.random() < 0.3:
        (_name, content), *_ = files.items()
        found = {chance.choice(NAMES): content}
    for _ in range(chance.randrange(3)):
        content = chance.choice([b"", b"raise SystemExit", *files.values(), *BYTES])
        found[chance.choice(NAMES)] = content
    return found


def _damaged_parcel(files: dict[str, bytes], chance: Chance) -> bytes:
    body = pack({name: data for name, data in files.items() if "\0" not in name})
    for _ in range(chance.randrange(3)):
        body = chance.choice((flip, cut_hole, repeat_part, cut_tail))(body, chance)
    if chance.random() < 0.2:  # a zip in the notebook's place
        body = pack({next(iter(files)): body})
    return body
