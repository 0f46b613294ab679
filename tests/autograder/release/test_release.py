"""What the record gets of a released lab."""

from pathlib import Path

from autograder.release.release import zip_of


def test_the_same_files_make_the_same_archive(tmp_path: Path) -> None:
    (tmp_path / "b.csv").write_text("1")
    (tmp_path / "a.ipynb").write_text("{}")
    first = zip_of(tmp_path)
    (tmp_path / "b.csv").touch()

    assert zip_of(tmp_path) == first
