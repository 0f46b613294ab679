"""A file of JSON lines that goes on after it was cut off."""

import json
from pathlib import Path

from autograder.commands.results_file import done_in, opened, write_line


def test_what_has_a_line_of_this_version_is_done(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with opened(out) as file:
        write_line(file, {"file": "ada.ipynb", "sha256": "1", "version": "v1"})
        write_line(file, {"file": "été.ipynb", "sha256": "2", "version": "v2"})

    assert done_in(out, "v1") == {"ada.ipynb": "1"}
    assert done_in(out, "v2") == {"été.ipynb": "2"}
    assert done_in(tmp_path / "none.jsonl", "v1") == {}


def test_a_line_that_was_cut_off_is_ended_and_not_counted(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text('{"file": "ada.ipynb", "sha2')

    with opened(out) as file:
        write_line(file, {"file": "ada.ipynb", "sha256": "1", "version": "v1"})

    assert done_in(out, "v1") == {"ada.ipynb": "1"}
    assert json.loads(out.read_text().splitlines()[1])["sha256"] == "1"


def test_lines_of_another_kind_are_passed_over(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    out.write_text('[1]\n3\nnull\n{"version": "v1"}\n\xff\n', encoding="latin-1")

    assert done_in(out, "v1") == {}


def test_the_newest_line_of_a_file_counts(tmp_path: Path) -> None:
    out = tmp_path / "out.jsonl"
    with opened(out) as file:
        for sha256 in ("old", "new"):
            write_line(file, {"file": "a", "sha256": sha256, "version": "v1"})

    assert done_in(out, "v1") == {"a": "new"}
