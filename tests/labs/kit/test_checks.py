"""Test cells: what they raise, what a learner reads, which files they may see."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from labs.kit import checks, language
from labs.kit.checks import (
    Incorrect,
    NotAttempted,
    expect,
    items_of,
    submitted_file,
    use_files,
)


def test_a_true_condition_says_nothing() -> None:
    expect(np.bool_(True), "M7", fr="non", en="no")
    expect([1], "M7", fr="non", en="no")


def test_a_false_condition_carries_its_code_and_both_sentences() -> None:
    with pytest.raises(Incorrect) as caught:
        expect(np.float64(0.0), "M7", fr="non", en="no")

    error = caught.value
    assert (error.code, error.fr, error.en) == ("M7", "non", "no")
    assert isinstance(error, AssertionError)


def test_a_whole_array_as_a_condition_is_refused_with_the_remedy() -> None:
    with pytest.raises(TypeError, match=r"\.all\(\)"):
        expect(np.array([True, False]), None, fr="", en="")


class SaysFiveGivesNone:
    def __len__(self) -> int:
        return 5

    def __iter__(self) -> Iterator[object]:
        return iter(())


@pytest.mark.parametrize(
    "value",
    [None, float("nan"), "abc", [1], {"a": 1}, np.array(3), SaysFiveGivesNone()],
    ids=lambda value: type(value).__name__,
)
def test_what_has_too_few_items_is_not_looped_over(value: object) -> None:
    with pytest.raises(Incorrect) as caught:
        items_of(value, 2, "few", fr=lambda value: f"{value} !", en="no")

    came = 1 if isinstance(value, list | dict) else 0
    assert (caught.value.code, caught.value.fr) == ("few", f"{came} !")


def test_enough_items_come_as_what_they_are() -> None:
    images, table = np.zeros((2, 4)), pd.DataFrame({"a": [1, 2], "b": [3, 4]})

    assert items_of((1, 2), 2, None, fr="", en="") == [1, 2]
    assert items_of({"a": 1, "b": 2}, 2, None, fr="", en="") == {"a": 1, "b": 2}
    assert items_of(images, 2, None, fr="", en="") is images
    assert items_of(table, 2, None, fr="", en="").tolist() == [[1, 3], [2, 4]]


@pytest.mark.parametrize(("lang", "words"), [("fr", "À revoir"), ("en", "To revise")])
def test_the_notebook_shows_a_kind_message_and_no_stack(
    folder: Path, lang: str, words: str
) -> None:
    language.set_language(lang)

    shown = "\n".join(Incorrect("M7", "phrase", "sentence")._render_traceback_())

    assert words in shown
    assert "Traceback" not in shown
    assert checks.message_of(Incorrect(None, "phrase", "sentence"), lang) in shown


def test_an_untouched_exercise_is_to_do_not_failed() -> None:
    error = NotAttempted()

    assert not isinstance(error, AssertionError)
    assert "○" in error._render_traceback_()[0]


def test_a_learners_file_is_read_from_the_folder(folder: Path) -> None:
    (folder / "a.json").write_bytes(b"{}")

    assert submitted_file("a.json") == b"{}"
    assert submitted_file("missing.json") is None


def test_the_examiner_gives_the_submissions_own_bytes(folder: Path) -> None:
    (folder / "a.json").write_bytes(b"from the folder")
    use_files({"a.json": b"from the submission"})
    try:
        assert submitted_file("a.json") == b"from the submission"
        assert submitted_file("other.json") is None
    finally:
        use_files(None)
    assert submitted_file("a.json") == b"from the folder"


@pytest.mark.parametrize("name", ["", ".", "..", "../a", "a/b", "/etc/passwd", "a\0"])
def test_a_path_is_not_a_file_name(name: str) -> None:
    with pytest.raises(ValueError, match="plain file name"):
        submitted_file(name)


def test_a_folder_or_a_huge_file_counts_as_no_file(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "d").mkdir()
    (folder / "big").write_bytes(b"12345")
    monkeypatch.setattr(checks, "MAX_FILE_BYTES", 4)

    assert submitted_file("d") is None
    assert submitted_file("big") is None


def test_checks_load_neither_numpy_nor_widgets() -> None:
    code = (
        "import sys; import labs.kit.checks;"
        "print(sorted({'numpy','ipywidgets','anywidget','IPython'} & set(sys.modules)))"
    )

    told = subprocess.run(
        [sys.executable, "-c", code],
        cwd=Path(__file__).parents[3],
        capture_output=True,
        text=True,
        check=True,
    )

    assert told.stdout.strip() == "[]"
