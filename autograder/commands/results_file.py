"""A file of JSON lines, one a notebook: what `mark --out` writes and goes on from.

The one rule: a line is on disk before the next notebook counts as marked.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any


def done_in(out: Path, version: str) -> dict[str, str]:
    """file -> hash of what has a line by this very version of the lab."""
    known: dict[str, str] = {}
    if not out.exists():
        return known
    for text in out.read_text("utf-8", "replace").splitlines():
        try:
            line = json.loads(text)
            if line["version"] == version:
                known[line["file"]] = line["sha256"]
        except (ValueError, TypeError, KeyError):
            continue  # the last line of a run that was killed
    return known


def opened(out: Path) -> IO[bytes]:
    """To add lines. A line that was cut off by a kill is ended first."""
    file = out.open("ab+")
    if file.tell():
        file.seek(-1, os.SEEK_END)
        if file.read(1) != b"\n":
            file.write(b"\n")
    return file


def write_line(out: IO[bytes], line: Mapping[str, Any]) -> None:
    out.write(json.dumps(line, ensure_ascii=False).encode() + b"\n")
    out.flush()
    os.fsync(out.fileno())
