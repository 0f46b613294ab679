"""A learner's small files: bad ones get a sentence, good ones are written whole."""

from pathlib import Path

import pytest

from labs.kit.files import (
    MAX_BYTES,
    FileProblem,
    is_count,
    is_line,
    parse_json,
    read_bytes,
    set_aside,
    write_whole,
)


@pytest.mark.parametrize(
    ("data", "fr", "en"),
    [
        (b"{cut", "n’est pas du JSON lisible", "not readable JSON"),
        (b"\xff\xfe", "n’est pas du JSON lisible", "not readable JSON"),
        (b'{"x": NaN}', "n’est pas du JSON lisible", "not readable JSON"),
        (b"[" * 100_000, "n’est pas du JSON lisible", "not readable JSON"),
        (b"[1]", "objet JSON", "one JSON object"),
        (b" " * (MAX_BYTES + 1), "200 ko", "200 kB"),
    ],
    ids=["cut", "not text", "NaN", "deep", "a list", "too large"],
)
def test_a_file_that_cannot_be_used_is_told_in_both_languages(
    data: bytes, fr: str, en: str
) -> None:
    with pytest.raises(FileProblem) as refused:
        parse_json(data, "x.json")

    assert fr in refused.value.fr.replace("\N{NO-BREAK SPACE}", " ")
    assert en in refused.value.en
    assert "x.json" in refused.value.fr
    assert "x.json" in refused.value.en


def test_an_object_is_read() -> None:
    assert parse_json('{"é": 1}'.encode(), "x.json") == {"é": 1}


@pytest.mark.parametrize("value", [True, 1.0, "1", None, -1, 11])
def test_what_is_no_whole_number_in_bounds_is_no_count(value: object) -> None:
    assert not is_count(value, 0, 10)


@pytest.mark.parametrize("value", ["", "   ", "a\nb", "x" * 31, 3, None])
def test_what_is_empty_long_or_not_one_line_is_no_line(value: object) -> None:
    assert not is_line(value, 30)


def test_a_failed_write_leaves_the_old_file_and_no_scrap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "x.json"
    write_whole(path, b"old")

    def full_disk(*_: object) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("labs.kit.files.os.fsync", full_disk)
    with pytest.raises(OSError, match="disk full"):
        write_whole(path, b"new")

    assert [each.name for each in tmp_path.iterdir()] == ["x.json"]
    assert path.read_bytes() == b"old"


def test_broken_files_are_kept_beside_under_names_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    for content in (b"one", b"two"):
        path.write_bytes(content)
        set_aside(path)

    assert not path.exists()
    assert (tmp_path / "x.illisible-1.json").read_bytes() == b"one"
    assert (tmp_path / "x.illisible-2.json").read_bytes() == b"two"


def test_a_file_over_the_limit_is_refused_and_a_missing_one_is_none(
    tmp_path: Path,
) -> None:
    large = tmp_path / "large.json"
    large.write_bytes(b" " * (MAX_BYTES + 1))

    with pytest.raises(FileProblem):
        parse_json(read_bytes(large) or b"", "large.json")
    assert read_bytes(tmp_path / "none.json") is None
