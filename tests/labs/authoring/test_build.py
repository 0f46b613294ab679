"""Every trap of text notebooks (design: style.md 2.3) is refused or fixed here.

`lab` makes a lab of one exercise from a text; `GOOD` is a text that builds.
"""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from labs.authoring.build import Built, build, to_bytes
from labs.authoring.source import BadLab, read_cells
from labs.catalogue import Exercise, Lab, load

ANSWER = (
    '# %% nbgrader={"grade": false, "grade_id": "sum-answer", "locked": false, '
    '"schema_version": 3, "solution": true, "task": false}'
)
CHECK = (
    '# %% nbgrader={"grade": true, "grade_id": "sum", "locked": true, "points": 2, '
    '"schema_version": 3, "solution": false, "task": false}'
)
PROSE = '# %% [markdown]\n"""\n::: fr\nBonjour : toi\n::: en\nHello\n:::\n"""\n'
GOOD = f"""{PROSE}
{ANSWER}
# fr: Le total
# en: The total
total = None
### BEGIN SOLUTION
total = 1 + 1
print(L("Voilà !", "There!"))
### END SOLUTION

{CHECK}
assert total
### BEGIN HIDDEN TESTS
assert total == 2
### END HIDDEN TESTS
"""
MakeLab = Callable[[str], Lab]


@pytest.fixture
def lab(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> MakeLab:
    titles = {"fr": "Un", "en": "One"}
    made = Lab("T-00", titles, 1, 20, 0.6, (Exercise("sum", titles, 2.0),))
    monkeypatch.setattr("labs.catalogue.NOTEBOOKS", tmp_path)
    made.folder.mkdir()

    def make(text: str) -> Lab:
        (made.folder / "lab.py").write_text(text)
        return made

    return make


def sources(built: Built, kind: str, lang: str) -> list[str]:
    return [cell.source for cell in built.notebooks[kind, lang].cells]


def test_one_text_becomes_two_languages_with_the_same_cells(lab: MakeLab) -> None:
    built = build(lab(GOOD))

    fr, en = (sources(built, "source", lang) for lang in ("fr", "en"))
    assert fr[0] == "Bonjour\u00a0: toi"
    assert en[0] == "Hello"
    assert "# Le total\n" in fr[1]
    assert "# The total\n" in en[1]
    assert 'print("Voilà\u00a0!")' in fr[1]
    assert 'print("There!")' in en[1]
    assert fr[2] == en[2]


def test_a_release_holds_no_solution_and_no_hidden_test(lab: MakeLab) -> None:
    built = build(lab(GOOD))

    for lang in ("fr", "en"):
        text = "\n".join(sources(built, "release", lang))
        assert "1 + 1" not in text
        assert "== 2" not in text
        assert "# À toi / Your turn" in text


def test_two_builds_are_byte_equal(lab: MakeLab) -> None:
    made = lab(GOOD)

    first, second = build(made), build(made)

    for key in first.notebooks:
        assert to_bytes(first.notebooks[key]) == to_bytes(second.notebooks[key])


def test_trap_1_a_missing_comma_in_the_metadata_is_refused(lab: MakeLab) -> None:
    with pytest.raises(BadLab, match="not JSON"):
        build(lab(GOOD.replace('"sum", "locked"', '"sum" "locked"')))


def test_trap_2_code_below_a_markdown_marker_is_refused(lab: MakeLab) -> None:
    with pytest.raises(BadLab, match="become prose"):
        build(lab(GOOD.replace(':::\n"""', ':::\n"""\nx = 1')))


def test_trap_2_prose_without_quotes_is_refused(lab: MakeLab) -> None:
    with pytest.raises(BadLab, match="triple quotes"):
        build(lab("# %% [markdown]\n# Bonjour\n" + GOOD))


def test_trap_3_cell_ids_are_the_grade_id_or_the_place(lab: MakeLab) -> None:
    built = build(lab(GOOD))

    ids = [cell.id for cell in built.notebooks["release", "fr"].cells]
    assert ids == ["cell-001", "sum-answer", "sum"]


def test_trap_4_editor_metadata_stays_out(lab: MakeLab) -> None:
    built = build(lab(GOOD))

    for cell in built.notebooks["source", "fr"].cells:
        assert set(cell.metadata) <= {"nbgrader", "tags", "jupyter"}


def test_trap_4_editor_metadata_in_the_marker_is_refused(lab: MakeLab) -> None:
    with pytest.raises(BadLab, match="not a marker"):
        build(lab("# %% lines_to_next_cell=2\nx = 1\n" + GOOD))


def test_trap_5_a_backslash_in_prose_needs_an_r(lab: MakeLab) -> None:
    latex = GOOD.replace("Hello", "Hello $\\alpha$")

    with pytest.raises(BadLab, match='r"""'):
        build(lab(latex))
    assert build(lab(latex.replace('"""\n:::', 'r"""\n:::', 1)))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        (ANSWER, ANSWER.replace("# %%", "# %% Somme"), "not a marker"),
        (ANSWER, ANSWER.replace("true", "True"), "not JSON"),
        (ANSWER, ANSWER.replace('": ', '":'), "write nbgrader="),
        (ANSWER, "#%%" + ANSWER[4:], "not a marker"),
        (CHECK, CHECK + ' tags=["a"] extra=1', "not a marker"),
        (CHECK, CHECK + ' jupyter={"outputs_hidden": true}', "source_hidden"),
    ],
    ids=["a title", "Python's True", "other spacing", "no space", "extra", "jupyter"],
)
def test_trap_6_only_the_canonical_spelling_is_allowed(
    lab: MakeLab, old: str, new: str, named: str
) -> None:
    with pytest.raises(BadLab, match=named):
        build(lab(GOOD.replace(old, new)))


@pytest.mark.parametrize(
    ("old", "new", "named"),
    [
        ('"locked": true', '"locked": false', "fit no kind of cell"),
        ('"points": 2', '"points": 7', "1, 2 or 3 points"),
        ('"points": 2, ', "", "has exactly"),
        ('"schema_version": 3', '"schema_version": 2', "has exactly"),
        ('"sum"', '"q 3b"', "grade_id"),
        ('"sum"', '"sum-answer"', "used twice"),
        ('"sum"', '"total"', "catalogue.toml"),
        ('"points": 2', '"points": 3', "catalogue.toml"),
        ("### END SOLUTION\n", "", "without END SOLUTION"),
        ("### BEGIN SOLUTION\n", "", "only it, has BEGIN SOLUTION"),
        ("### END HIDDEN TESTS\n", "", "without END HIDDEN"),
        ("total = None\n", "if True:\n", "does not compile"),
        ("total = None\n", "total = = 1\n", "does not compile"),
        ("::: en\nHello\n", "", "English blocks"),
        ("Bonjour : toi\n:::", "Bonjour : toi\n:::\nHola", "in no language"),
        ("# en: The total\n", "", "go in pairs"),
        ('L("Voilà !", "There!")', 'L("Voilà !")', "two plain texts"),
        ("assert total\n", 'assert total, L("a", "b")\n', "same in both"),
        ("total = None", "# fr: x = 1\n# en: y\ntotal = \t1", "no tab"),
    ],
    ids=str,
)
def test_a_slip_of_an_author_is_refused_with_its_reason(
    lab: MakeLab, old: str, new: str, named: str
) -> None:
    assert old in GOOD
    with pytest.raises(BadLab, match=named) as refused:
        build(
            lab(GOOD.replace(old, new, 1) if "sum" not in old else _in_check(old, new))
        )

    assert "\n" not in str(refused.value)


def _in_check(old: str, new: str) -> str:
    return GOOD.replace(CHECK, CHECK.replace(old, new))


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ('L(f"{total} points", f"you have {total}")', True),
        ('L(f"{total}", f"{1 + 1}")', False),
        ('L(f"{total}", "two")', False),
    ],
)
def test_both_languages_are_the_same_program_or_refused(
    lab: MakeLab, text: str, same: bool
) -> None:
    made = lab(GOOD.replace('L("Voilà !", "There!")', text))

    if same:
        assert build(made)
    else:
        with pytest.raises(BadLab, match="differ"):
            build(made)


def test_a_large_asset_is_refused(lab: MakeLab) -> None:
    made = lab(GOOD)
    (made.folder / "data").mkdir()
    (made.folder / "data" / "big.json").write_bytes(b"x" * 300_001)

    with pytest.raises(BadLab, match="slow link"):
        build(made)


def test_what_ships_is_the_notebook_and_the_data_only(
    lab: MakeLab, tmp_path: Path
) -> None:
    made = lab(GOOD)
    (made.folder / "data").mkdir()
    (made.folder / "data" / "towns.csv").write_text("a")
    (made.folder / "hidden.py").write_text("SECRET = 1")

    build(made).write(tmp_path / "out")

    shipped = {p.name for p in (tmp_path / "out/release/fr/T-00").rglob("*")}
    assert shipped == {"T-00.ipynb", "towns.csv"}


def test_the_version_changes_with_the_hidden_tests(lab: MakeLab) -> None:
    made = lab(GOOD)
    before = build(made).version
    (made.folder / "hidden.py").write_text("SECRET = 1")

    assert build(made).version != before


def test_prose_may_hold_r_strings_and_code_spans_keep_plain_spaces() -> None:
    (cell,) = read_cells(
        '# %% [markdown]\nr"""\n::: fr\nécris `a : b` ici !\n::: en\nwrite\n:::\n"""\n'
    )

    from labs.authoring.bilingual import in_language

    assert in_language(cell, "fr") == "écris `a : b` ici\u00a0!"


@pytest.mark.parametrize("real", load().labs, ids=lambda lab: lab.id)
def test_the_release_agrees_with_nbgraders_own_generator(real: Lab) -> None:
    """Does a learner get the same text by our build and by nbgrader's steps?"""
    from nbgrader.preprocessors import ClearHiddenTests, ClearSolutions
    from traitlets.config import Config

    from labs.authoring.build import STUB, TEXT_STUB

    config = Config()
    config.ClearSolutions.code_stub = {"python": STUB}
    config.ClearSolutions.text_stub = TEXT_STUB
    built = build(real)

    for lang in ("fr", "en"):
        notebook = nbformat.reads(to_bytes(built.notebooks["source", lang]).decode(), 4)
        for step in (ClearSolutions, ClearHiddenTests):
            notebook, _ = step(config=config).preprocess(notebook, {})
        assert [c.source for c in notebook.cells] == sources(built, "release", lang)
