"""A submission's files, out of the zip archive in which the record sends them."""

from __future__ import annotations

import zipfile
from io import BytesIO

MAX_UNPACKED = 48 * 1024 * 1024  # the record takes 40 MB; a little room for its own
MAX_FILES = 40


class BadArchive(ValueError):
    """The archive is not one the record would have taken."""


def unpack(archive: bytes) -> dict[str, bytes]:
    """name -> content. The record checked it; we still count before we unpack."""
    try:
        with zipfile.ZipFile(BytesIO(archive)) as opened:
            entries = [each for each in opened.infolist() if not each.is_dir()]
            size = sum(each.file_size for each in entries)
            if len(entries) > MAX_FILES or size > MAX_UNPACKED:
                raise BadArchive(f"{len(entries)} files of {size} bytes")
            return {each.filename: opened.read(each) for each in entries}
    except zipfile.BadZipFile as error:
        raise BadArchive("not a zip archive") from error
