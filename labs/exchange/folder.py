"""A lab's folder in the learner's home: from a release, into a submission.

The one rule: nothing a learner wrote is ever overwritten or deleted. A release
fills a folder that is not there yet, adds files that are missing, or replaces
work that was first moved to a dated copy.

The limits are those of the record (hub/record/exchange.py); they are repeated
here so that a learner is told before a long upload, not after it.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import json
import os
import stat
import unicodedata
import zipfile
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

from labs.exchange import problem
from labs.exchange.problem import MEGABYTE

MAX_FILES = 30
MAX_FILE_BYTES = 8 * MEGABYTE
MAX_UNPACKED_BYTES = 40 * MEGABYTE
MAX_ZIP_BYTES = 12 * MEGABYTE
LAB_FILE = ".lab.json"

_STARTS = (
    (b"%PDF", "un PDF", "a PDF"),
    (
        b"PK\x03\x04",
        "une archive ou un document bureautique",
        "an archive or a document",
    ),
    (b"\x89PNG", "une image", "an image"),
    (b"\xff\xd8\xff", "une image", "an image"),
)


def files_of(folder: Path, lab: str) -> dict[str, bytes]:
    """The files of a lab's folder that make a submission, by name.

    Takes the regular files directly in the folder; hidden files and sub-folders
    (checkpoints, fetched feedback) are left out. Raises Problem for a link, a
    notebook that is not one, or too much.
    """
    notebook = f"{lab}.ipynb"
    if not (folder / notebook).exists() and not (folder / notebook).is_symlink():
        raise problem.no_lab_here(lab)
    entries = sorted(
        (each for each in os.scandir(folder) if not each.name.startswith(".")),
        key=lambda entry: entry.name,
    )
    for entry in entries:
        if entry.is_symlink():
            raise problem.a_link(entry.name)
    sizes = {entry.name: entry.stat().st_size for entry in entries if entry.is_file()}
    _refuse_too_much(sizes)
    # NFC, as the record stores names: decomposed accents would change the digest.
    files = {unicodedata.normalize("NFC", name): _read(folder / name) for name in sizes}
    _refuse_a_false_notebook(notebook, files[notebook])
    return files


def zip_of(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip; the same files always give the same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name), files[name], zipfile.ZIP_DEFLATED)
    packed = out.getvalue()
    if len(packed) > MAX_ZIP_BYTES:
        raise problem.too_big_together(len(packed), MAX_ZIP_BYTES)
    return packed


def digest_of(files: Mapping[str, bytes]) -> str:
    """What a receipt signs: the SHA-256, in hex, of sorted names and contents."""
    lines = [
        name.encode() + b"\0" + hashlib.sha256(files[name]).hexdigest().encode() + b"\n"
        for name in sorted(files)
    ]
    return hashlib.sha256(b"".join(lines)).hexdigest()


def unpack(packed: bytes, lab: str) -> dict[str, bytes]:
    """The files of a release. Raises Problem when they are not a lab's."""
    files: dict[str, bytes] = {}
    total = 0
    try:
        with zipfile.ZipFile(io.BytesIO(packed)) as archive:
            for info in archive.infolist():
                if info.is_dir() or info.filename.startswith("."):
                    continue
                total += info.file_size
                if total > MAX_UNPACKED_BYTES or not _is_plain(info):
                    raise problem.bad_release(lab)
                files[info.filename] = archive.read(info)
    except (zipfile.BadZipFile, RuntimeError, NotImplementedError, OSError) as error:
        raise problem.bad_release(lab) from error
    if f"{lab}.ipynb" not in files:
        raise problem.bad_release(lab)
    return files


def place(files: Mapping[str, bytes], folder: Path) -> list[str]:
    """Writes the files that are not in the folder yet, and returns their names.

    A file that exists, whatever it holds, stays as it is.
    """
    written = []
    try:
        for name in sorted(files, key=lambda name: name.endswith(".ipynb")):
            target = folder / name
            target.parent.mkdir(parents=True, exist_ok=True)
            if _write_new(target, files[name]):
                written.append(name)
    except OSError as error:
        raise problem.cannot_write(folder.name) from error
    return written


def keep_a_copy(folder: Path, now: datetime, lang: str = "fr") -> Path:
    """Moves all that is in the folder to a dated folder beside it.

    The folder itself stays, so that the working directory of a running kernel still
    exists. Each move is one rename: after a crash every file is in one of the two.
    """
    word = "copy" if lang == "en" else "copie"
    stamp = now.strftime("%Y-%m-%d %Hh%Mm%S")
    copy = folder.with_name(f"{folder.name} ({word} {stamp})")
    number = 2
    while copy.exists():
        copy = folder.with_name(f"{folder.name} ({word} {stamp}, {number})")
        number += 1
    try:
        copy.mkdir()
        for entry in sorted(folder.iterdir()):
            entry.rename(copy / entry.name)
    except OSError as error:
        raise problem.cannot_write(folder.name) from error
    return copy


def about(folder: Path) -> dict[str, Any]:
    """What the folder says of itself: cohort, lab, lang, version; {} if nothing."""
    try:
        text = (folder / LAB_FILE).read_bytes()[:10_000]
        found = json.loads(text)
    except (OSError, ValueError, RecursionError):
        return {}
    if not isinstance(found, dict):
        return {}
    keys = ("cohort", "lab", "lang", "version")
    return {key: found[key] for key in keys if isinstance(found.get(key), str)}


def write_about(folder: Path, about: Mapping[str, str]) -> None:
    text = json.dumps(dict(about), indent=1)
    scratch = folder / f"{LAB_FILE}.new"
    try:
        scratch.write_text(text, encoding="utf-8")
        scratch.replace(folder / LAB_FILE)
    except OSError as error:
        raise problem.cannot_write(folder.name) from error


def keep_receipt(folder: Path, receipt: Mapping[str, Any]) -> None:
    """Leaves the signed receipt with the learner. A full disk costs only this copy."""
    name = "".join(c for c in str(receipt.get("submission")) if c.isalnum())[:60]
    kept = folder / ".receipts"
    with contextlib.suppress(OSError):
        kept.mkdir(exist_ok=True)
        (kept / f"{name}.json").write_text(json.dumps(dict(receipt), indent=1))


def _refuse_too_much(sizes: Mapping[str, int]) -> None:
    for name, size in sizes.items():
        if size > MAX_FILE_BYTES:
            raise problem.too_big(name, size, MAX_FILE_BYTES)
    if len(sizes) > MAX_FILES:
        raise problem.too_many_files(len(sizes), MAX_FILES)
    if sum(sizes.values()) > MAX_UNPACKED_BYTES:
        raise problem.too_big_together(sum(sizes.values()), MAX_UNPACKED_BYTES)


def _read(path: Path) -> bytes:
    """The file's bytes; a file that became a link or grew meanwhile is refused."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    except OSError as error:
        raise problem.a_link(path.name) from error
    with os.fdopen(handle, "rb") as file:
        content = file.read(MAX_FILE_BYTES + 1)
    if len(content) > MAX_FILE_BYTES:
        raise problem.too_big(path.name, len(content), MAX_FILE_BYTES)
    return content


def _refuse_a_false_notebook(name: str, content: bytes) -> None:
    for start, fr, en in _STARTS:
        if content.startswith(start):
            raise problem.not_a_notebook(name, fr, en)
    if not content.strip():
        raise problem.not_a_notebook(name, "un fichier vide", "an empty file")
    if b"\0" in content:
        raise problem.null_byte(name)
    try:
        found = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise problem.not_a_notebook(
            name,
            "un fichier d’une autre sorte, ou abîmé",
            "another kind of file, or a damaged one",
        ) from error
    if not isinstance(found, dict) or not isinstance(found.get("cells"), list):
        raise problem.not_a_notebook(
            name, "un fichier d’une autre sorte", "another kind of file"
        )
    if any("\0" in _source_of(cell) for cell in found["cells"]):
        raise problem.null_byte(name)


def _source_of(cell: object) -> str:
    source = cell.get("source") if isinstance(cell, dict) else None
    lines = source if isinstance(source, list) else [source]
    return "".join(line for line in lines if isinstance(line, str))


def _is_plain(info: zipfile.ZipInfo) -> bool:
    """Is it a regular file, not hidden, at most one folder deep, inside?"""
    parts = info.filename.split("/")
    kind = stat.S_IFMT(info.external_attr >> 16)
    return (
        len(parts) <= 2
        and all(part and not part.startswith(".") for part in parts)
        and "\\" not in info.filename
        and kind in (0, stat.S_IFREG)
    )


def _write_new(target: Path, content: bytes) -> bool:
    """Puts the content in place whole, unless something is there already."""
    if target.exists() or target.is_symlink():
        return False
    scratch = target.with_name(f".{target.name}.new")
    try:
        with scratch.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(scratch, target)  # unlike a rename, never replaces what came meanwhile
    except FileExistsError:
        return False
    except PermissionError:  # a file system without hard links
        os.replace(scratch, target)  # noqa: PTH105
    finally:
        with contextlib.suppress(OSError):
            scratch.unlink()
    return True
