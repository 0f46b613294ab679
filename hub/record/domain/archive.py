"""A zip from a learner, taken apart as if an attacker had packed it.

The one rule: nothing in it is believed. Names, sizes, links and counts are
checked before a byte is kept; bytes are counted while they unpack; and what is
stored is packed again by us, so nobody downstream opens the original.

Who sent it and when are never read from the content.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import stat
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import PurePosixPath

from hub.record.domain.refusal import Refused

MB = 1024 * 1024
MAX_BODY = 12 * MB
MAX_FILES = 30
MAX_FILE = 8 * MB
MAX_UNPACKED = 40 * MB
MAX_DEPTH = 2  # folders above a file
MAX_NAME = 150
# Values in a notebook, outside its texts. An honest one of 8 MB is text, not brackets;
# each of these costs some hundred bytes once it is read.
MAX_VALUES = 300_000
# 1 January 1980, the zip format's zero: the same files always give the same bytes.
_EPOCH = (1980, 1, 1, 0, 0, 0)
# A text of JSON, also one that never ends: so it is linear in whatever it is given.
_TEXT = re.compile(rb'"(?:[^"\\]++|\\.?)*+"?', re.DOTALL)
_CENTRAL = b"PK\x01\x02"  # one per entry; counted before Python parses them all


def open_archive(body: bytes, lab: str) -> dict[str, bytes]:
    """File name -> content of a submission of `lab`. Raises Refused, one sentence."""
    if len(body) > MAX_BODY:
        raise too_large(len(body))
    files = _unpack(body)
    _check_notebook(files, f"{lab}.ipynb")
    return files


def digest_of(files: Mapping[str, bytes]) -> str:
    """sha256, hex, of the sorted lines `name NUL sha256(content)`."""
    lines = [
        f"{name}\0{hashlib.sha256(content).hexdigest()}\n".encode()
        for name, content in files.items()
    ]
    return hashlib.sha256(b"".join(sorted(lines))).hexdigest()


def pack(files: Mapping[str, bytes]) -> bytes:
    """The files as a zip of ours: sorted, no dates, no modes, same files same bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (stat.S_IFREG | 0o644) << 16
            bundle.writestr(entry, files[name])
    return out.getvalue()


def unpack_own(body: bytes) -> dict[str, bytes]:
    """The files of a zip that `pack` made."""
    with zipfile.ZipFile(io.BytesIO(body)) as bundle:
        return {name: bundle.read(name) for name in bundle.namelist()}


def too_large(size: int | None) -> Refused:
    """None: it was cut off when it was more than it may be."""
    if size is None:
        return Refused(
            413,
            "Ton envoi pèse plus de %(limit)s Mo, la limite. Vide les sorties du "
            "notebook ou retire un gros fichier, puis rends à nouveau : rien n'a été "
            "rendu.",
            limit=MAX_BODY // MB,
        )
    return Refused(
        413,
        "Ton envoi pèse %(given)s Mo ; la limite est de %(limit)s Mo. Vide les "
        "sorties du notebook ou retire un gros fichier, puis rends à nouveau : rien "
        "n'a été rendu.",
        given=round(size / MB, 1),
        limit=MAX_BODY // MB,
    )


def _unpack(body: bytes) -> dict[str, bytes]:
    if body.count(_CENTRAL) > 4 * MAX_FILES:
        raise _too_many(body.count(_CENTRAL))
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as bundle:
            entries = [e for e in bundle.infolist() if not _is_folder(e)]
            if len(entries) > MAX_FILES:
                raise _too_many(len(entries))
            if sum(e.file_size for e in entries) > MAX_UNPACKED:
                raise _too_much()
            return _read_all(bundle, entries)
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        ValueError,
        OSError,
        struct.error,
    ):
        raise Refused(
            400,
            "Ton envoi n'est pas une archive zip lisible. Rends à nouveau depuis le "
            "bouton « Rendre » : rien n'a été rendu.",
        ) from None


def _read_all(
    bundle: zipfile.ZipFile, entries: list[zipfile.ZipInfo]
) -> dict[str, bytes]:
    files: dict[str, bytes] = {}
    seen: set[str] = set()
    total = 0
    for entry in entries:
        name = _safe_name(entry)
        if name.casefold() in seen:
            raise Refused(
                400,
                "Ton envoi contient deux fois le fichier « %(name)s ». Garde un seul "
                "des deux, puis rends à nouveau : rien n'a été rendu.",
                name=_short(name),
            )
        seen.add(name.casefold())
        files[name] = _read_one(bundle, entry)
        total += len(files[name])
        if total > MAX_UNPACKED:
            raise _too_much()
    return files


def _read_one(bundle: zipfile.ZipFile, entry: zipfile.ZipInfo) -> bytes:
    with bundle.open(entry) as stream:
        content = stream.read(MAX_FILE + 1)
        if len(content) > MAX_FILE or stream.read(1):
            raise Refused(
                413,
                "Le fichier « %(name)s » dépasse %(limit)s Mo. Vide ses sorties ou "
                "réduis-le, puis rends à nouveau : rien n'a été rendu.",
                name=_short(entry.filename),
                limit=MAX_FILE // MB,
            )
    return content


def _safe_name(entry: zipfile.ZipInfo) -> str:
    """The entry's name when it is an ordinary file at an ordinary place."""
    name = unicodedata.normalize("NFC", entry.filename)
    # orig_filename: Python cuts a name at a NUL byte, and that is the trick to catch.
    is_plain = name == entry.orig_filename or "\0" not in entry.orig_filename
    parts = name.split("/")
    kind = stat.S_IFMT(entry.external_attr >> 16)
    if (
        not is_plain
        or len(name) > MAX_NAME
        or len(parts) > MAX_DEPTH + 1
        or any(part in ("", ".", "..") or part.endswith((" ", ".")) for part in parts)
        or "\\" in entry.orig_filename
        or ":" in name
        or any(unicodedata.category(letter).startswith("C") for letter in name)
        or not _encodes(name)
        or PurePosixPath(name).is_absolute()
        or kind not in (0, stat.S_IFREG)
    ):
        raise Refused(
            400,
            "Ton envoi contient « %(name)s », qui n'est pas un fichier ordinaire "
            "(lien, chemin étrange ou dossier trop profond). Retire-le, puis rends à "
            "nouveau : rien n'a été rendu.",
            name=_short(entry.filename),
        )
    if entry.flag_bits & 0x1:
        raise Refused(
            400,
            "Le fichier « %(name)s » est chiffré, nous ne pouvons pas le lire. "
            "Rends-le sans mot de passe : rien n'a été rendu.",
            name=_short(name),
        )
    # bzip2 and lzma unpack with buffers that we do not control.
    if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
        raise zipfile.BadZipFile("unexpected compression")
    return name


def _check_notebook(files: Mapping[str, bytes], name: str) -> None:
    if name not in files:
        raise Refused(
            400,
            "Il manque le fichier « %(name)s » dans ton envoi. Rouvre le lab depuis "
            "« Mes labs » et rends depuis ce notebook : rien n'a été rendu.",
            name=name,
        )
    if _values_in(files[name]) > MAX_VALUES:
        raise Refused(
            400,
            "« %(name)s » contient plus de %(limit)s valeurs : ce n'est pas un "
            "notebook ordinaire. Vide ses sorties, enregistre, puis rends à nouveau : "
            "rien n'a été rendu.",
            name=name,
            limit=MAX_VALUES,
        )
    try:
        notebook = json.loads(files[name].decode("utf-8-sig"))
        is_notebook = isinstance(notebook, dict) and isinstance(
            notebook.get("cells"), list
        )
    except (ValueError, RecursionError):
        is_notebook = False
    if not is_notebook:
        raise Refused(
            400,
            "« %(name)s » n'est pas un notebook lisible : %(what)s. Rouvre le lab "
            "depuis « Mes labs », enregistre, puis rends à nouveau : rien n'a été "
            "rendu.",
            name=name,
            what=_looks_like(files[name]),
        )


def _values_in(text: bytes) -> int:
    """How many values a JSON text holds, about; asked before any is built."""
    bare = _TEXT.sub(b"", text)
    return sum(bare.count(sign) for sign in (b",", b"[", b"{"))


def _looks_like(content: bytes) -> str:
    """What the bytes are, in a few characters that mean the same in both languages."""
    known = {b"%PDF": "PDF", b"PK\x03\x04": "ZIP", b"\x89PNG": "PNG", b"<": "HTML"}
    for start, word in known.items():
        if content.lstrip()[:8].startswith(start):
            return word
    if b"\0" in content:
        return "NUL (\\x00)"
    return "JSON ?" if content else "0 o"


def _is_folder(entry: zipfile.ZipInfo) -> bool:
    # Not entry.is_dir(): it stumbles over an entry without a name.
    return entry.filename.endswith("/") and entry.file_size == 0


def _encodes(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True


def _too_many(count: int) -> Refused:
    return Refused(
        400,
        "Ton envoi contient %(given)s fichiers ; la limite est de %(limit)s. Retire "
        "les fichiers inutiles, puis rends à nouveau : rien n'a été rendu.",
        given=count,
        limit=MAX_FILES,
    )


def _too_much() -> Refused:
    return Refused(
        413,
        "Une fois décompressé, ton envoi dépasse %(limit)s Mo. Retire un gros fichier, "
        "puis rends à nouveau : rien n'a été rendu.",
        limit=MAX_UNPACKED // MB,
    )


def _short(name: str) -> str:
    clean = "".join(c if c.isprintable() else "?" for c in name)
    return clean if len(clean) <= 60 else clean[:57] + "..."
