"""Every slip of an author is refused with its file and line, or fixed by the build.

`lab` makes a lab of one exercise from the files of `GOOD`, one of them changed.
"""

from collections.abc import Callable
from pathlib import Path

import nbformat
import pytest

from labs.authoring.build import Built, build, to_bytes, version_of
from labs.authoring.source import BadLab
from labs.catalogue import BadCatalogue, Lab, load, read_lab
from labs.language import french

TOML = """title = { fr = "Un", en = "One" }
level = 1
minutes = 20
pass_share = 0.6

[[exercise]]
id = "sum"
title = { fr = "Un", en = "One" }
points = 2

[[exercise]]
id = "why"
title = { fr = "Pourquoi", en = "Why" }
points = 3
manual = true
"""
FR = """<!-- text welcome -->
Bonjour : toi

<!-- cell sum-answer -->

<!-- cell sum-hints -->

<!-- cell sum -->

<!-- written why -->
Parce que.
"""
EN = FR.replace("Bonjour : toi", "Hello").replace("Parce que", "Because")
PROGRAM = """# %% sum-answer answer
# fr: Le total
# en: The total
total = None
### BEGIN SOLUTION
total = 1 + 1
print(L("Voilà !", "There!"))
### END SOLUTION

# %% sum-hints folded
hint("sum")
share = choice("share")

# %% sum check folded
"""
CHECK = """import math

if total is None:
    raise NotAttempted
expect(total, "nothing")
# %% hidden
expect(total == 2, "nothing", text="not-two")
"""
TEXTS = """[say.untouched]
fr = "Calcule d'abord !"
en = "Compute first!"
[say.nothing]
fr = "Il n'y a rien : écris « 2 »."
en = "There is nothing: write '2'."
[say.not-two]
fr = "Tu as {total:.0f} : il faut 2, pas {100 * total:.0f} %."
en = "You have {total:.0f}; 2 is needed."
[ask.share]
fr = "Quelle part ?"
en = "Which part?"
choices.half = { fr = "La moitié.", en = "Half." }
"""
HINTS = (
    "<!-- hint -->\nUn\n<!-- hint -->\nDeux :\n```\nx = 1\n```\n<!-- hint -->\nTrois"
)
GOOD = {
    "lab.toml": TOML,
    "fr.md": FR,
    "en.md": EN,
    "program.py": PROGRAM,
    "exercises/sum/check.py": CHECK,
    "exercises/sum/texts.toml": TEXTS,
    "exercises/sum/hints.fr.md": HINTS,
    "exercises/sum/hints.en.md": HINTS.replace("Deux :", "Two:"),
}
FILES = {
    "lab": "lab.toml",
    "fr": "fr.md",
    "en": "en.md",
    "program": "program.py",
    "check": "exercises/sum/check.py",
    "texts": "exercises/sum/texts.toml",
    "hints": "exercises/sum/hints.fr.md",
}
MakeLab = Callable[..., Lab]


@pytest.fixture
def lab(tmp_path: Path) -> MakeLab:
    folder = tmp_path / "T-00"

    def make(**changed: str) -> Lab:
        for name, text in GOOD.items():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_text(text)
        for short, text in changed.items():
            (folder / FILES[short]).write_text(text)
        return read_lab(folder)

    return make


def changed(file: str, old: str, new: str) -> dict[str, str]:
    text = GOOD[FILES[file]]
    assert old in text
    return {file: text.replace(old, new, 1)}


def sources(built: Built, kind: str, lang: str) -> list[str]:
    return [cell.source for cell in built.notebooks[kind, lang].cells]


def test_one_lab_becomes_two_languages_with_the_same_cells(lab: MakeLab) -> None:
    built = build(lab())

    fr, en = (sources(built, "source", lang) for lang in ("fr", "en"))
    assert fr[0] == "Bonjour\u00a0: toi"
    assert en[0] == "Hello"
    assert "# Le total\n" in fr[1]
    assert "# The total\n" in en[1]
    assert 'print("Voilà\u00a0!")' in fr[1]
    assert 'print("There!")' in en[1]
    assert fr[3] == en[3]
    assert (fr[4], en[4]) == ("Parce que.", "Because.")


def test_a_check_gets_its_heading_its_imports_and_both_sentences(lab: MakeLab) -> None:
    check = sources(build(lab()), "source", "en")[3]

    assert (
        check
        == """# Vérifier / Check: sum
import math

from labs.kit.checks import NotAttempted, expect

if total is None:
    raise NotAttempted(
        fr="Calcule d’abord\u00a0!",
        en="Compute first!",
    )
expect(
    total,
    "nothing",
    fr="Il n’y a rien\u00a0: écris «\u00a02\u00a0».",
    en="There is nothing: write '2'.",
)
### BEGIN HIDDEN TESTS
expect(
    total == 2,
    "nothing",
    fr=f"Tu as {total:.0f}\u00a0: il faut 2, pas {100 * total:.0f}\u00a0%.",
    en=f"You have {total:.0f}; 2 is needed.",
)
### END HIDDEN TESTS"""
    )


def test_a_sentence_written_in_the_check_itself_gets_french_spaces(
    lab: MakeLab,
) -> None:
    own = 'expect(total, None, fr="Rien !", en="Nothing!")\n'

    built = build(lab(**changed("check", "# %% hidden", own + "# %% hidden")))

    assert 'expect(total, None, fr="Rien\u00a0!"' in sources(built, "source", "fr")[3]


def test_a_measured_value_is_called_value_in_its_sentence(lab: MakeLab) -> None:
    measured = 'expect_at_least(lambda rng: total, 0.8, "low", noise=0.1)'
    texts = TEXTS + '[say.low]\nfr = "{value:.0%} !"\nen = "{value:.0%}!"\n'
    check = CHECK + measured

    source = sources(build(lab(check=check, texts=texts)), "source", "fr")[3]

    assert "from labs.kit.noise import expect_at_least\n" in source
    assert '    fr=lambda value: f"{value:.0%}\u00a0!",\n' in source


def test_questions_and_hints_are_written_out_in_the_language(lab: MakeLab) -> None:
    fr, en = (sources(build(lab()), "release", lang)[2] for lang in ("fr", "en"))

    assert 'choice(\n    "share",\n    "Which part?",\n    {\n' in en
    assert '"half": "La moitié.",' in fr
    assert '"Deux\u00a0:\\n```\\nx = 1\\n```",' in fr
    assert '"Two:\\n' in en


def test_a_questionnaire_repeats_its_answers_and_hidden_py_gets_its_sentences(
    lab: MakeLab,
) -> None:
    asked = '[questionnaire.before]\nchoices.yes = { fr = "Oui", en = "Yes" }\n'
    asked += 'questions.sure = { fr = "Sûr ?", en = "Sure?" }\n'
    made = lab(
        program=PROGRAM.replace('choice("share")', 'questionnaire("before")'),
        texts=TEXTS[: TEXTS.index("[ask")].replace("say.not-two", "say.not2") + asked,
        check=CHECK[: CHECK.index("# %% hidden")],
    )
    hidden = 'def sum_is(total):\n    expect(total, "nothing", text="sum.not2")\n'
    (made.folder / "hidden.py").write_text(hidden)

    built = build(made)

    cell = sources(built, "source", "fr")[2]
    assert '"text": "Sûr\u00a0?",\n' in cell
    assert '                "yes": "Oui",\n' in cell
    assert "il faut 2" in (built.hidden or b"").decode()


def test_a_release_holds_no_solution_and_no_hidden_test(lab: MakeLab) -> None:
    built = build(lab())

    for lang in ("fr", "en"):
        text = "\n".join(sources(built, "release", lang))
        assert "1 + 1" not in text
        assert "== 2" not in text
        assert "# À toi / Your turn" in text


def test_two_builds_are_byte_equal(lab: MakeLab) -> None:
    made = lab()

    first, second = build(made), build(made)

    for key in first.notebooks:
        assert to_bytes(first.notebooks[key]) == to_bytes(second.notebooks[key])


def test_trap_1_nbgraders_metadata_is_never_typed(lab: MakeLab) -> None:
    """A comma missing in it made a cell that is never graded, without a word."""
    typed = 'nbgrader={"grade": true, "grade_id": "sum" "locked": true}'

    with pytest.raises(BadLab, match=r"program.py, line 14: .* is not a marker"):
        build(lab(**changed("program", "sum check folded", typed)))


@pytest.mark.parametrize(
    ("lang", "old", "new", "said"),
    [
        ("fr", "<!-- cell sum -->\n", "<!-- cell sum -->\nx = 1\n", "no section"),
        ("en", "<!-- text welcome -->\n", "", "en.md, line 1: .* begin with"),
        ("fr", "<!-- text welcome -->", "<!-- welcome -->", "begin with"),
    ],
    ids=["below a cell", "above all", "no kind"],
)
def test_trap_2_text_that_stands_nowhere_is_refused(
    lab: MakeLab, lang: str, old: str, new: str, said: str
) -> None:
    with pytest.raises(BadLab, match=said):
        build(lab(**changed(lang, old, new)))


def test_trap_2_prose_in_the_program_is_refused(lab: MakeLab) -> None:
    with pytest.raises(BadLab, match=r"program.py, line 1: .* is not a marker"):
        build(lab(program="# %% [markdown]\n# Bonjour\n" + PROGRAM))


def test_trap_2_code_above_the_first_marker_is_refused(lab: MakeLab) -> None:
    with pytest.raises(BadLab, match=r"line 1: start with a cell's marker"):
        build(lab(program="x = 1\n" + PROGRAM))


def test_trap_3_cell_ids_are_the_names_their_author_gave(lab: MakeLab) -> None:
    built = build(lab())

    ids = [cell.id for cell in built.notebooks["release", "fr"].cells]
    assert ids == ["welcome", "sum-answer", "sum-hints", "sum", "why"]


def test_trap_3_graded_cells_have_nbgraders_metadata(lab: MakeLab) -> None:
    cells = build(lab()).notebooks["release", "fr"].cells

    told = {
        c.metadata["nbgrader"].pop("grade_id"): c.metadata["nbgrader"]
        for c in cells
        if "nbgrader" in c.metadata
    }
    common = {"schema_version": 3, "task": False}
    assert told == {
        "sum-answer": {"grade": False, "solution": True, "locked": False, **common},
        "sum": {
            "grade": True,
            "solution": False,
            "locked": True,
            "points": 2,
            **common,
        },
        "why": {
            "grade": True,
            "solution": True,
            "locked": False,
            "points": 3,
            **common,
        },
    }
    assert [c.id for c in cells if c.metadata.get("jupyter")] == ["sum-hints", "sum"]


def test_trap_4_editor_metadata_stays_out(lab: MakeLab) -> None:
    built = build(lab())

    for cell in built.notebooks["source", "fr"].cells:
        assert set(cell.metadata) <= {"nbgrader", "tags", "jupyter"}


def test_trap_4_editor_metadata_in_the_marker_is_refused(lab: MakeLab) -> None:
    with pytest.raises(BadLab, match="not a marker"):
        build(lab(program="# %% lines_to_next_cell=2\nx = 1\n" + PROGRAM))


def test_trap_5_a_backslash_in_prose_stays_what_it_is(lab: MakeLab) -> None:
    built = build(lab(**changed("en", "Hello", "Hello $\\alpha$ and \\n")))

    assert sources(built, "release", "en")[0] == "Hello $\\alpha$ and \\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("# %% sum-answer", "# %% Somme"),
        ("# %% sum-answer answer", "# %% sum-answer Answer"),
        ("# %% sum-answer answer", "# %% sum-answer  answer"),
        ("# %% sum-answer", "#%% sum-answer"),
        ("# %% sum-answer", " # %% sum-answer"),
        ("sum check folded", 'sum check folded tags=["a"] extra=1'),
        ("sum check folded", "sum check outputs_hidden"),
        ("sum check folded", "sum folded check"),
        ("# %% sum-answer", "# %% sum-" + "long-" * 12 + "answer"),
    ],
    ids=[
        "a title",
        "a capital",
        "other spacing",
        "no space",
        "indented",
        "extra",
        "jupyter",
        "another order",
        "over 60 characters",
    ],
)
def test_trap_6_only_the_canonical_spelling_is_allowed(
    lab: MakeLab, old: str, new: str
) -> None:
    with pytest.raises(BadLab, match=r"program.py, line \d+: .* is not a marker"):
        build(lab(**changed("program", old, new)))


@pytest.mark.parametrize(
    ("file", "old", "new", "named"),
    [
        (
            "program",
            "sum check folded",
            "sum given\nx = 1",
            "lab.toml: a test marks 'sum'",
        ),
        ("lab", "points = 2", "points = 7", "a number from 1 to 3"),
        ("lab", "points = 2\n", "", "points' is missing"),
        ("lab", 'id = "sum"', 'id = "q 3b"', "my-exercise"),
        ("lab", "manual = true", "manual = false", "a test marks 'why'"),
        ("lab", "points = 2", "points = 2\nmanual = true", "written sum"),
        ("lab", 'id = "why"', 'id = "sum"', "there twice"),
        ("lab", 'id = "sum"', 'id = "total"', "lab.toml has no exercise 'sum'"),
        ("program", "sum-hints folded", "sum-answer folded", "used twice"),
        ("fr", "cell sum-hints", "cell sum-answer", "used twice"),
        ("program", "### END SOLUTION\n", "", "without END SOLUTION"),
        ("program", "### BEGIN SOLUTION\n", "", "only it, has BEGIN SOLUTION"),
        ("program", "sum-answer answer", "sum-answer", "only it, has BEGIN SOLUTION"),
        ("program", "total = 1", "### BEGIN SOLUTION\ntotal = 1", "again before"),
        ("program", "total = None\n", "if True:\n", "does not compile"),
        ("program", "total = None\n", "total = = 1\n", "line 4: .* not compile"),
        ("program", "total = None\n", "### BEGIN HIDDEN TESTS\n", "check.py, below"),
        ("program", "# %% sum check folded", "# %% sum check\nx = 1", "own file"),
        ("program", 'hint("sum")\nshare = choice("share")\n', "", "cell is empty"),
        (
            "program",
            'hint("sum")',
            'hint("mean")',
            "line 11: .*no hints for 'mean'",
        ),
        ("program", 'choice("share")', 'choice("part")', r"write \[ask.part\]"),
        ("check", "# %% hidden", "### BEGIN HIDDEN TESTS", "written by the build"),
        ("check", "# %% hidden", "#%% hidden", "line 6: .* not a marker of a check"),
        ("check", "# %% hidden", "# %% hidden\n# %% hidden", "not a marker of a"),
        ("check", '\nexpect(total == 2, "nothing", text="not-two")', "", "is empty"),
        ("check", 'text="not-two"', 'text="not-2"', r"line 7: .*write \[say.not-2\]"),
        ("check", "expect(total, ", "expect(total) + (", "check.py, line 5: "),
        ("check", '(total, "nothing")', "(total, None)", "line 5: which sentence"),
        ("program", "# %% sum check folded", "# %% mean check", "has no cell 'sum'"),
        (
            "program",
            "# %% sum-hints folded",
            "# %% more\nx = 1\n# %% sum-hints folded",
            "line 10: fr.md does not say where 'more' stands",
        ),
        ("check", "total is None:", "total is None", "line 3: .* not compile"),
        ("texts", "[say.nothing]", "[say.noting]", r"write \[say.nothing\]"),
        (
            "texts",
            "[ask.share]",
            '[say.x]\nfr = "a"\nen = "b"\n[ask.share]',
            "texts.toml, line 10: no code names 'x'",
        ),
        ("texts", 'en = "Compute first!"\n', "", "say.untouched.en' is missing"),
        ("texts", 'fr = "Quelle', 'de = "Quelle', "'ask.share.de' is not a key"),
        ("texts", "{total:.0f} :", "{total :", "no sentence with values"),
        ("texts", "[ask.share]", "[ask.share", "not TOML"),
        ("hints", "<!-- hint -->", "<!-- hints -->", "hints.fr.md, line 1"),
        ("hints", "<!-- hint -->\nUn", "Un", "hints.fr.md, line 1"),
        ("fr", "<!-- cell sum-hints -->\n", "", "same markers"),
        ("en", "<!-- text welcome -->\nHello\n", "", "same markers"),
        ("en", "Hello\n", "", "no text below"),
        ("en", EN, "", "en.md, line 1: the story is empty"),
        ("fr", FR[FR.index("<!-- written") :], "", "en.md, line 10: fr.md has no more"),
        ("en", EN[EN.index("<!-- written") :], "", "fr.md, line 10: en.md has no"),
        ("fr", "Bonjour : toi\n", "", "no text below"),
        ("fr", "<!-- text welcome -->", "Hola\n<!-- text welcome -->", "'Hola' stands"),
        ("program", "# en: The total\n", "", "go in pairs"),
        ("program", 'L("Voilà !", "There!")', 'L("Voilà !")', "two plain texts"),
        ("check", "expect(total, ", 'expect(L("a", "b"), ', "same in both"),
        ("check", "expect(total, ", "# fr: Un\nexpect(total, ", "same in both"),
        ("program", "total = None", "total = \t1", "line 4: .* no tab"),
        ("fr", "Bonjour", "Bon\tjour", "fr.md, line 2: .* no tab"),
    ],
    ids=str,
)
def test_a_slip_of_an_author_is_refused_with_its_reason(
    lab: MakeLab, file: str, old: str, new: str, named: str
) -> None:
    with pytest.raises((BadLab, BadCatalogue), match=named) as refused:
        build(lab(**changed(file, old, new)))

    assert "\n" not in str(refused.value)
    assert str(refused.value).startswith("T-00/")


def test_cells_in_another_order_than_the_story_are_refused(lab: MakeLab) -> None:
    first, second = PROGRAM.split("# %% sum-hints", 1)

    with pytest.raises(BadLab, match=r"program.py, line 1: 'sum-hints' stands here"):
        build(lab(program=f"# %% sum-hints{second}{first}"))


def test_exercises_in_another_order_than_the_story_are_refused(lab: MakeLab) -> None:
    head, first, second = TOML.split("[[exercise]]")

    with pytest.raises(BadLab, match="write them in one order"):
        build(lab(lab="[[exercise]]".join([head, second, first])))


def test_a_sentence_with_quotes_and_lines_is_written_as_python(lab: MakeLab) -> None:
    text = "fr = 'Il y a \"{total}\" :\\n\\\\x'"
    toml = TEXTS.replace('fr = "Il n\'y a rien : écris « 2 »."', text)
    toml = toml.replace("fr = 'Il", 'fr = """Il').replace("x'", 'x"""')

    source = sources(build(lab(texts=toml)), "source", "fr")[3]

    assert 'fr=f"Il y a \\"{total}\\"\u00a0:\\n\\\\x",' in source


def test_a_folder_of_no_exercise_is_refused(lab: MakeLab) -> None:
    made = lab()
    (made.folder / "exercises" / "smu").mkdir()

    with pytest.raises(BadLab, match=r"exercises/smu: .* only .'sum', 'why'.; rename"):
        build(made)


def test_a_question_asked_in_two_files_is_refused(lab: MakeLab) -> None:
    made = lab()
    again = TEXTS[TEXTS.index("[ask.share]") :]
    (made.folder / "texts.toml").write_text(again)

    with pytest.raises(
        BadLab, match=r"sum/texts.toml, line 10: this question is asked in another"
    ):
        build(made)


@pytest.mark.parametrize(
    "missing", [file for name, file in FILES.items() if name != "texts"]
)
def test_a_file_that_is_missing_is_named(lab: MakeLab, missing: str) -> None:
    made = lab()
    (made.folder / missing).unlink()

    with pytest.raises((BadLab, BadCatalogue)) as refused:
        build(read_lab(made.folder))

    assert missing in str(refused.value)


def test_a_file_in_another_encoding_is_named(lab: MakeLab) -> None:
    made = lab()
    (made.folder / "fr.md").write_bytes("é".encode("latin-1"))

    with pytest.raises(BadLab, match=r"T-00/fr\.md is not UTF-8; save it"):
        build(made)


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
    made = lab(**changed("program", 'L("Voilà !", "There!")', text))

    if same:
        assert build(made)
    else:
        with pytest.raises(BadLab, match="differ"):
            build(made)


def test_a_large_asset_is_refused(lab: MakeLab) -> None:
    made = lab()
    (made.folder / "data").mkdir()
    (made.folder / "data" / "big.json").write_bytes(b"x" * 300_001)

    with pytest.raises(BadLab, match="slow link"):
        build(made)


def test_what_ships_is_the_notebook_and_the_data_only(
    lab: MakeLab, tmp_path: Path
) -> None:
    made = lab()
    (made.folder / "data").mkdir()
    (made.folder / "data" / "towns.csv").write_text("a")
    (made.folder / "hidden.py").write_text("SECRET = 1")

    build(made).write(tmp_path / "out")

    shipped = {p.name for p in (tmp_path / "out/release/fr/T-00").rglob("*")}
    assert shipped == {"T-00.ipynb", "towns.csv"}


def test_the_version_changes_with_the_hidden_tests(lab: MakeLab) -> None:
    made = lab()
    before = build(made).version
    (made.folder / "hidden.py").write_text("SECRET = 1")

    assert build(made).version != before


@pytest.mark.parametrize("file", GOOD)
def test_the_version_changes_with_each_file_of_an_author(
    lab: MakeLab, file: str
) -> None:
    made = lab()
    before = version_of(made)
    (made.folder / file).write_text(GOOD[file] + "\n")

    assert version_of(made) != before


def test_code_spans_keep_plain_spaces() -> None:
    assert french("écris `a : b` ici !") == "écris `a : b` ici\u00a0!"


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
