"""Of a test that asked hidden questions: an author's words and short numbers."""

import time
from pathlib import Path
from typing import Any

import pytest

from autograder.grading.sentences import LEFT_OUT, Sentences

CHECK = """
answers = ask(rng.normal(size=3))
expect(len(answers) == 3, "count", fr=f"Tu donnes {len(answers)} réponses sur {n}.",
       en=f"You give {len(answers)} answers of {n}.")
expect(name == "a", "name", fr=f"Ta classe « {name} » manque.",
       en=f"Your class '{name}' is missing.")
expect(right > 0.8, "right", fr=f"Elle fait {right:.2f}, soit {right:.0%}.",
       en=f"It makes {right:.2f}, or {right:.0%}.")
expect(ok, None, fr="Non.", en="No.")
expect(ok, None, fr="Il y a {n} cas.".format(n=n), en="{n} cases.".format(n=n))
"""
OPEN = 'expect(name == "a", "name", fr=f"Pas {name}.", en=f"Not {name}.")'
HIDDEN_WORDS = "le mot caché / the hidden word"


@pytest.fixture
def sentences(tmp_path: Path) -> Sentences:
    (tmp_path / "hidden.py").write_text('BAD = f"Dans hidden : {value}."')
    sources = {"early": OPEN, "asks": CHECK, "late": OPEN}
    return Sentences(["early", "asks", "late"], sources, tmp_path)


def said(sentences: Sentences, fr: str, en: str = "No.") -> str | None:
    words = sentences.words("asks", fr, en)
    return words[0] if words else None


@pytest.mark.parametrize(
    "honest",
    [
        "Non.",
        "Tu donnes 12 réponses sur 3.",
        "Elle fait 0.85, soit 85%.",
        "Elle fait nan, soit nan%.",
        "Ta classe « 3 » manque.",
        "Il y a 4 cas.",
        "Dans hidden : -0,25.",
    ],
)
def test_what_an_author_wrote_is_said_with_its_numbers(
    sentences: Sentences, honest: str
) -> None:
    assert said(sentences, honest) == honest


@pytest.mark.parametrize(
    "chosen",
    [
        HIDDEN_WORDS,
        "27182818",
        "2718.2818",
        "1 2 3 4 5",
        "²³",
        "٤٢",
        "0x1f",
        "» manque. Ta classe « secret",
        "a" * 1900,
        "\ud800\n",
    ],
)
def test_a_value_that_is_no_short_number_is_left_out(
    sentences: Sentences, chosen: str
) -> None:
    assert said(sentences, f"Ta classe « {chosen} » manque.") == (
        f"Ta classe « {LEFT_OUT} » manque."
    )


@pytest.mark.parametrize("made", [HIDDEN_WORDS, "", "Non", "Non. ", "Elle fait 0.85"])
def test_a_sentence_that_nobody_wrote_is_not_said(
    sentences: Sentences, made: str
) -> None:
    assert said(sentences, made) is None
    assert sentences.words("asks", "Non.", made) is None


def test_a_code_is_one_that_an_author_wrote(sentences: Sentences) -> None:
    assert sentences.code("asks", "count") == "count"
    assert sentences.code("asks", "Q27") is None


def test_before_anything_hidden_was_asked_a_learners_own_word_is_said(
    sentences: Sentences,
) -> None:
    """After it another process of theirs may have told the one that is asked."""
    assert sentences.words("early", "Pas soleil.", "Not soleil.") == (
        "Pas soleil.",
        "Not soleil.",
    )
    assert sentences.words("late", "Pas soleil.", "Not soleil.") == (
        f"Pas {LEFT_OUT}.",
        f"Not {LEFT_OUT}.",
    )


@pytest.mark.parametrize(
    "asks", ["rng.normal()", "import hidden", "### BEGIN HIDDEN TESTS", "other.draw()"]
)
def test_whatever_asks_something_hidden_is_no_open_test(
    tmp_path: Path, asks: str
) -> None:
    (tmp_path / "hidden.py").touch()
    (tmp_path / "other.py").touch()
    sentences = Sentences(["t"], {"t": f"{OPEN}\n{asks}"}, tmp_path)

    assert sentences.words("t", "Pas soleil.", "Not soleil.") != (
        "Pas soleil.",
        "Not soleil.",
    )


def test_measured_again_is_said_after_the_tests_own_words(sentences: Sentences) -> None:
    from labs.kit.noise import MEASURED_AGAIN

    again = MEASURED_AGAIN["fr"]
    assert said(sentences, f"Elle fait 0.79, soit 79%. {again}", "No.") == (
        f"Elle fait 0.79, soit 79%. {again}"
    )
    assert said(sentences, f"{HIDDEN_WORDS} {again}") is None


def test_no_text_makes_it_slow(tmp_path: Path) -> None:
    """A pattern with six gaps and a text of almost nothing but its words."""
    parts = "{a} ab {b} ab {c} ab {d} ab {e} ab {f}"
    sentences = Sentences(["t"], {"t": f'rng; x = f"{parts}"'}, tmp_path)
    text: Any = " ab" * 600 + "!"
    began = time.process_time()

    sentences.words("t", text, text)

    assert time.process_time() - began < 60  # it ends at all
