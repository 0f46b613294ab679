"""A notebook on the command line: what is taken, and the sentence for what is not."""

import hashlib
import os
from pathlib import Path

import pytest

from autograder.commands import notebook_file
from autograder.commands.notebook_file import (
    BadInput,
    as_json,
    files_beside,
    job_for,
    key_here,
    read_notebook,
)
from autograder.runtime.draws import DEVELOPMENT, FILE, DrawKey, DrawKeys
from autograder.runtime.settings import Settings
from tests.autograder import small_lab
from tests.autograder.small_lab import LAB

KEY = DrawKey("k", b"a key of this test")


def test_plain_files_beside_come_along_and_no_other(tmp_path: Path) -> None:
    (tmp_path / "data.csv").write_bytes(b"1")
    (tmp_path / "other.ipynb").write_bytes(b"{}")
    (tmp_path / ".profile").write_bytes(b"x")
    (tmp_path / "folder").mkdir()
    (tmp_path / "link.csv").symlink_to("/etc/passwd")

    assert files_beside(tmp_path) == {"data.csv": b"1"}
    assert files_beside(None) == {}


def test_too_much_beside_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(notebook_file, "MAX_EXTRA", 10)
    (tmp_path / "a").write_bytes(b"12345")
    (tmp_path / "b").write_bytes(b"123456")

    with pytest.raises(BadInput, match=r"more than .* MB\. Nothing was marked"):
        files_beside(tmp_path)


def test_a_notebook_that_is_no_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"none\.ipynb cannot be read"):
        read_notebook(tmp_path / "none.ipynb")
    os.mkfifo(tmp_path / "pipe.ipynb")
    with pytest.raises(BadInput, match="not a file"):
        read_notebook(tmp_path / "pipe.ipynb")


def test_the_job_speaks_the_notebooks_language_unless_told(tmp_path: Path) -> None:
    version = small_lab.small_version(tmp_path)
    settings, file = Settings(state=tmp_path), tmp_path / "mine.ipynb"
    french = small_lab.notebook().encode()
    english = french.replace(b'"lang": "fr"', b'"lang": "en"')

    def lang(content: bytes, told: str | None = None) -> str:
        return job_for(version, settings, {}, content, told, file, DEVELOPMENT).lang

    assert (lang(french), lang(english), lang(english, "fr")) == ("fr", "en", "fr")


def test_the_draws_follow_from_the_records_digest_and_a_key(tmp_path: Path) -> None:
    version = small_lab.small_version(tmp_path)
    content = small_lab.notebook().encode()
    files = {"a.csv": b"1"}

    job = job_for(
        version, Settings(state=tmp_path), files, content, None, tmp_path, KEY
    )

    lines = "".join(
        f"{name}\0{hashlib.sha256(data).hexdigest()}\n"
        for name, data in ((f"{LAB}.ipynb", content), ("a.csv", b"1"))
    )
    digest = hashlib.sha256(lines.encode()).hexdigest()
    assert job.seed == KEY.seed(digest)
    assert digest not in job.seed


def test_a_notebook_of_another_lab_is_refused_with_its_path(tmp_path: Path) -> None:
    version = small_lab.small_version(tmp_path)
    other = b'{"cells": [{"cell_type": "code"}], "metadata": {"caire": {"lab": "N9"}}}'

    with pytest.raises(BadInput, match=r"mine\.ipynb: .*N9"):
        job_for(
            version,
            Settings(state=tmp_path),
            {},
            other,
            "en",
            tmp_path / "mine.ipynb",
            DEVELOPMENT,
        )


def test_the_printed_object_has_the_fixed_keys() -> None:
    printed = as_json(small_lab.result())

    assert list(printed) == ["lab", "points", "possible", "exercises", "seconds"]


def test_the_key_is_the_sites_or_the_one_everybody_knows(tmp_path: Path) -> None:
    told = Settings(state=tmp_path)

    assert key_here(told, constant=False) == DEVELOPMENT
    assert not told.home.exists()  # marking a file makes no key
    mine = DrawKeys(told.home).newest()
    assert key_here(told, constant=False) == mine
    assert key_here(told, constant=True) == DEVELOPMENT


def test_keys_that_cannot_be_read_are_one_sentence(tmp_path: Path) -> None:
    told = Settings(state=tmp_path)
    DrawKeys(told.home).newest()
    (told.home / FILE).write_text("{}")

    with pytest.raises(BadInput, match=r"draw-keys\.json.*Nothing was marked|Rien"):
        key_here(told, constant=False)
