"""A submission's archive is counted before it is unpacked."""

import zipfile
from io import BytesIO

import pytest

from autograder.exchange import archive
from autograder.exchange.archive import MAX_FILES, BadArchive, unpack


def zipped(**files: bytes) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        made.mkdir("folder")
        for name, content in files.items():
            made.writestr(name, content)
    return out.getvalue()


def test_files_come_out_by_name_and_folders_do_not_count() -> None:
    assert unpack(zipped(a=b"1", b=b"")) == {"a": b"1", "b": b""}


def test_what_is_no_archive_is_said() -> None:
    with pytest.raises(BadArchive, match="not a zip"):
        unpack(b"PK but no")


def test_too_many_files_are_refused() -> None:
    most = {f"f{n}": b"" for n in range(MAX_FILES)}

    assert len(unpack(zipped(**most))) == MAX_FILES
    with pytest.raises(BadArchive, match=f"{MAX_FILES + 1} files"):
        unpack(zipped(**most, more=b""))


def test_what_swells_is_refused_before_it_is_unpacked(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(archive, "MAX_UNPACKED", 1000)
    bomb = zipped(a=b"0" * 600, b=b"0" * 600)
    monkeypatch.setattr(zipfile.ZipFile, "read", lambda *_: pytest.fail("unpacked"))

    with pytest.raises(BadArchive, match="1200 bytes"):
        unpack(bomb)
