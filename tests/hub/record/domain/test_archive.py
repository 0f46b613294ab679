"""Zips that attack: each is refused with one sentence, and nothing is kept."""

from __future__ import annotations

import io
import json
import stat
import struct
import warnings
import zipfile
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hub.record.domain import archive
from hub.record.domain.refusal import Refused
from tests.hub.record.fake_hub import notebook

LAB = "N1-00"
GOOD = json.dumps(notebook(LAB)).encode()


def zipped(*entries: tuple[str | zipfile.ZipInfo, bytes]) -> bytes:
    """The notebook and whatever else, deflated."""
    out = io.BytesIO()
    with (
        warnings.catch_warnings(),
        zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as z,
    ):
        warnings.simplefilter("ignore")  # zipfile warns about the duplicates we want
        for name, content in ((f"{LAB}.ipynb", GOOD), *entries):
            z.writestr(name, content)
    return out.getvalue()


def special(mode: int) -> bytes:
    entry = zipfile.ZipInfo("passwords")
    entry.external_attr = (mode | 0o777) << 16
    return zipped((entry, b"/etc/shadow"))


def encrypted() -> bytes:
    body = bytearray(zipped(("secret.txt", b"x")))
    at = body.rfind(b"PK\x01\x02")  # the flag in the last central entry
    body[at + 8] |= 1
    return bytes(body)


def lying_about_size() -> bytes:
    """Says 1 byte, unpacks to 9 MB."""
    body = bytearray(zipped(("big.bin", b"\0" * (9 * archive.MB))))
    at = body.rfind(b"PK\x01\x02")
    body[at + 24 : at + 28] = struct.pack("<I", 1)
    return bytes(body)


def deep_json() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr(f"{LAB}.ipynb", b"[" * 1_000_000)
    return out.getvalue()


def only(content: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr(f"{LAB}.ipynb", content)
    return out.getvalue()


def lzma_zip() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_LZMA) as bundle:
        bundle.writestr(f"{LAB}.ipynb", GOOD)
    return out.getvalue()


ATTACKS: dict[str, tuple[int, Callable[[], bytes]]] = {
    "not a zip": (400, lambda: b"%PDF-1.7"),
    "empty": (400, lambda: b""),
    "cut short": (400, lambda: zipped()[:-30]),
    "traversal": (400, lambda: zipped(("../evil.py", b"x"))),
    "traversal inside": (400, lambda: zipped(("a/../../evil.py", b"x"))),
    "absolute": (400, lambda: zipped(("/etc/cron.d/evil", b"x"))),
    "windows path": (400, lambda: zipped(("..\\evil.py", b"x"))),
    "drive": (400, lambda: zipped(("C:evil.py", b"x"))),
    "control character": (400, lambda: zipped(("a\x1b[2J.py", b"x"))),
    "trailing dot": (400, lambda: zipped(("a.", b"x"))),
    "too deep": (400, lambda: zipped(("a/b/c/d.py", b"x"))),
    "no name": (400, lambda: zipped(("~", b"x")).replace(b"~", b"\0")),
    "long name": (400, lambda: zipped(("x" * 200, b"x"))),
    "symbolic link": (400, lambda: special(stat.S_IFLNK)),
    "device": (400, lambda: special(stat.S_IFCHR)),
    "fifo": (400, lambda: special(stat.S_IFIFO)),
    "encrypted": (400, encrypted),
    "other compression": (400, lzma_zip),
    "duplicate": (400, lambda: zipped((f"{LAB}.ipynb", b"{}"))),
    "duplicate but for case": (400, lambda: zipped((f"{LAB}.IPYNB", b"{}"))),
    "too many": (400, lambda: zipped(*((f"f{n}", b"x") for n in range(30)))),
    "thousands": (400, lambda: zipped(*((f"f{n}", b"") for n in range(5000)))),
    "file bomb": (413, lambda: zipped(("big.bin", b"\0" * (9 * archive.MB)))),
    "sum bomb": (
        413,
        lambda: zipped(*((f"{n}.bin", b"\0" * (7 * archive.MB)) for n in range(6))),
    ),
    "lying bomb": (400, lying_about_size),
    "body too large": (413, lambda: b"\0" * (archive.MAX_BODY + 1)),
    "pdf as notebook": (400, lambda: only(b"%PDF-1.7 ...")),
    "null byte": (400, lambda: only(GOOD[:-1] + b"\0}")),
    "empty notebook": (400, lambda: only(b"")),
    "json without cells": (400, lambda: only(b'{"cells": 3}')),
    "deep json": (400, deep_json),
    "not utf-8": (400, lambda: only(b'{"cells": ["\xff"]}')),
}


@pytest.mark.parametrize("attack", ATTACKS, ids=str)
def test_a_hostile_zip_is_refused_with_one_sentence(attack: str) -> None:
    status, make = ATTACKS[attack]

    with pytest.raises(Refused) as refused:
        archive.open_archive(make(), LAB)

    assert refused.value.status == status
    assert "rien n'a été rendu" in str(refused.value)
    assert str(refused.value).isprintable()


def test_a_missing_notebook_is_named() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as bundle:
        bundle.writestr("other.ipynb", GOOD)

    with pytest.raises(Refused, match=r"N1-00\.ipynb"):
        archive.open_archive(out.getvalue(), LAB)


def test_ordinary_work_with_accents_and_folders_is_taken_whole() -> None:
    body = zipped(("données/été.json", b"{}"), ("dessins.npz", b"\0\1"))

    files = archive.open_archive(body, LAB)

    assert set(files) == {f"{LAB}.ipynb", "données/été.json", "dessins.npz"}


def test_a_damaged_notebook_that_is_still_one_is_taken() -> None:
    assert archive.open_archive(only(b'\xef\xbb\xbf{"cells": []}'), LAB)


names = st.text("abcdefgh.-_", min_size=1, max_size=12)


@given(st.dictionaries(names, st.binary(max_size=60), max_size=6))
def test_packing_again_gives_the_same_bytes_and_the_same_digest(
    files: dict[str, bytes],
) -> None:
    packed = archive.pack(files)

    assert archive.pack(dict(reversed(files.items()))) == packed
    assert archive.unpack_own(packed) == files
    assert archive.digest_of(files) == archive.digest_of(archive.unpack_own(packed))


@given(st.binary(max_size=400))
def test_any_bytes_are_a_submission_or_a_refusal_never_a_crash(
    noise: bytes,
) -> None:
    for body in (noise, zipped()[:60] + noise, zipped() + noise):
        with suppress(Refused):
            archive.open_archive(body, LAB)
