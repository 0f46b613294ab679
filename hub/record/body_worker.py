"""Takes apart what a learner or the feed sent, in a process of its own with limits.

The one rule: this process has no database, no key and no token; it reads one file that
is named to it, writes what it made beside that file, and says what it found. A body
made to fill the memory fills this one's, and is refused; see body_pool.py.

A line of JSON comes in on stdin, {"job": …, …}; a line goes out on stdout, {"found": …}
or {"refused": [status, sentence, values]}.
"""

from __future__ import annotations

import base64
import binascii
import json
import os
import resource
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hub.record.domain import answers, archive
from hub.record.domain.refusal import Refused

MB = 2**20
MEMORY = 768 * MB
LARGEST_FILE = 128 * MB


def main() -> None:
    """Answers one line after another until stdin ends."""
    for name, most in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_FSIZE, LARGEST_FILE),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(name, (most, most))
    for line in sys.stdin:
        print(json.dumps(answer_to(json.loads(line))), flush=True)
    os._exit(0)  # there is nothing to tidy up, and the record may be waiting


def answer_to(task: dict[str, Any]) -> dict[str, Any]:
    job = JOBS[task.pop("job")]
    try:
        return {"found": job(Path(task.pop("path")), **task)}
    except Refused as no:
        return {"refused": [no.status, no.message, no.values]}
    except MemoryError:
        much = too_much_to_read()
        return {"refused": [much.status, much.message, much.values]}


def submission(path: Path, lab: str, exercises: list[str]) -> dict[str, Any]:
    """Its digest, and the digest of each exercise's answer; `body.packed` holds the
    files, packed again by us."""
    files = archive.open_archive(path.read_bytes(), lab)
    path.with_suffix(".packed").write_bytes(archive.pack(files))
    cells = answers.cells_of(files[f"{lab}.ipynb"]) if exercises else []
    held = answers.answers_of(cells, exercises)
    return {"digest": archive.digest_of(files), "answers": held}


def version(path: Path) -> dict[str, Any]:
    """The body of a version without its archives; those stand in `body.fr`, `.en`."""
    try:
        given = json.loads(path.read_bytes())
    except (ValueError, RecursionError):
        raise Refused(400, "Le corps de la requête n'est pas du JSON.") from None
    files = given.get("files") if isinstance(given, dict) else None
    for lang in ("fr", "en"):
        if isinstance(files, dict) and isinstance(files.get(lang), str):
            packed = _packed_again(files[lang], lang)
            path.with_suffix(f".{lang}").write_bytes(packed)
            files[lang] = ""
    if len(json.dumps(given)) > MB:
        raise Refused(413, "Le corps de la requête est trop grand.")
    return {"body": given}


JOBS: dict[str, Callable[..., dict[str, Any]]] = {
    "submission": submission,
    "version": version,
}


def too_much_to_read() -> Refused:
    return Refused(
        413,
        "Ton envoi demande trop de mémoire ou de temps pour être lu. Vide les sorties "
        "du notebook, puis rends à nouveau : rien n'a été rendu.",
    )


def _packed_again(text: str, lang: str) -> bytes:
    """Same files, same bytes."""
    try:
        raw = base64.b64decode(text, validate=True)
        return archive.pack(archive.unpack_own(raw))
    except (binascii.Error, zipfile.BadZipFile, ValueError):
        raise Refused(
            400, "files.%(lang)s n'est pas une archive zip en base64.", lang=lang
        ) from None


if __name__ == "__main__":
    main()
