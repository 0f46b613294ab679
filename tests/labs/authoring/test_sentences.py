"""Texts land where code names them; what an author wrote in full stays."""

import ast
from dataclasses import replace

import pytest

from labs.authoring.sentences import french_template, with_questions, with_sentences
from labs.authoring.source import BadLab, Place
from labs.authoring.texts import Ask, Choice, HintTexts, Texts
from labs.catalogue import Both

ABOVE = Place("check.py", 4)


def texts() -> Texts:
    fr_hints = HintTexts(["Un !"], "La fin !")
    en_hints = HintTexts(["One!"], "The end!")
    half = Choice(fr="La moitié", en="Half", then=Both(fr="Oui !", en="Yes!"))
    return Texts(
        say={
            "sum": {
                "few": Both(fr="Il en faut {n} !", en="{n} are needed!"),
                "untouched": Both(fr="À toi", en="Your turn"),
            }
        },
        ask={"share": Ask(fr="Quelle part ?", en="Which part?", choices={"h": half})},
        hints={"sum": {"fr": fr_hints, "en": en_hints}},
        places={},
    )


def test_a_sentence_of_a_check_is_written_out_in_both_languages() -> None:
    made = with_sentences('if x:\n    expect(y > 2, "few")', "sum", texts(), ABOVE)

    assert made == (
        'if x:\n    expect(\n        y > 2,\n        "few",\n'
        '        fr=f"Il en faut {n}\u00a0!",\n        en=f"{n} are needed!",\n    )'
    )


def test_a_sentence_of_hidden_py_names_its_exercise() -> None:
    code = 'expect(y, "few", text="sum.few")'

    made = with_sentences(code, None, texts(), ABOVE)

    assert "text=" not in made
    assert 'en=f"{n} are needed!"' in made


def test_the_sentence_of_items_of_shows_how_many_came() -> None:
    few = Both(fr="Il y en a {value}.", en="There are {value}.")
    say = replace(texts(), say={"sum": {"few": few}})

    made = with_sentences('x = items_of(y, 3, "few")', "sum", say, ABOVE)

    assert 'fr=lambda value: f"Il y en a {value}."' in made
    assert made.startswith("x = items_of(")


def test_not_attempted_gets_its_sentence_only_where_there_is_one() -> None:
    asked = with_sentences("raise NotAttempted", "sum", texts(), ABOVE)

    assert 'en="Your turn"' in asked
    assert with_sentences("raise NotAttempted", "other", texts(), ABOVE) == (
        "raise NotAttempted"
    )


def test_what_an_author_wrote_in_full_stays_but_for_french_spaces() -> None:
    code = 'expect(x, None, fr="Non !", en="No !")\nexpect(x, None, fr=say(), en="")'

    assert with_sentences(code, "sum", texts(), ABOVE) == (
        code.replace("Non !", "Non\u00a0!")
    )


def test_a_sentence_that_is_missing_is_named_with_its_line_and_its_file() -> None:
    with pytest.raises(BadLab) as caught:
        with_sentences('\nexpect(x, "other")', "sum", texts(), ABOVE)

    said = str(caught.value)
    assert said.startswith("check.py, line 6: there is no sentence 'other'")
    assert "write [say.other] with fr and en in exercises/sum/texts.toml" in said


@pytest.mark.parametrize(
    ("lang", "asked", "then", "hint"),
    [
        ("fr", "Quelle part\u00a0?", {"h": "Oui\u00a0!"}, ["Un\u00a0!"]),
        ("en", "Which part?", {"h": "Yes!"}, ["One!"]),
    ],
)
def test_a_question_and_a_hint_are_whole_in_one_language(
    lang: str, asked: str, then: dict[str, str], hint: list[str]
) -> None:
    code = 'p = choice("share", key=1)\nhint("sum")'

    made = ast.parse(with_questions(code, lang, texts(), ABOVE))

    question, hints = (n for n in ast.walk(made) if isinstance(n, ast.Call))
    given = {word.arg: ast.literal_eval(word.value) for word in question.keywords}
    words = [ast.literal_eval(each) for each in question.args]
    assert words[:2] == ["share", asked]
    assert given == {"feedback": then, "key": 1}
    assert ast.literal_eval(hints.args[1]) == hint
    assert [word.arg for word in hints.keywords] == ["solution"]


def test_a_question_that_is_used_is_known_to_be() -> None:
    known = texts()

    with_questions('choice("share")', "fr", known, ABOVE)

    assert known.used == {("", "share")}


@pytest.mark.parametrize("code", ['questionnaire("share")', 'choice("other")'])
def test_a_question_of_another_kind_or_name_is_refused(code: str) -> None:
    with pytest.raises(BadLab, match="line 5: there is no such question"):
        with_questions(code, "fr", texts(), ABOVE)


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("« {name} » : {n} %", "«~{name}~»~: {n}~%"),
        ("{x:.0f} !", "{x:.0f}~!"),
        ("{d['a'] if b else ' ! '}", "{d['a'] if b else ' ! '}"),
        ("{{ et }} ?", "{{ et }}~?"),
    ],
)
def test_french_spaces_stand_around_a_value_and_never_in_it(
    typed: str, shown: str
) -> None:
    assert french_template(typed) == shown.replace("~", "\u00a0")
