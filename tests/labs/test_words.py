"""A state is called the same wherever a person meets it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from labs.language import french
from labs.outcome import State
from labs.words import STATE_WORDS, state_word

STATIC = Path(__file__).parents[2] / (
    "labs/kit/bar/labextension/creer-son-ia-bar/static"
)
# Every text of the bar; a function is asked with names no sentence has.
PROGRAM = """
import { words } from %s;
const texts = (value) => typeof value === "string" ? [value]
  : typeof value === "function" ? [3, 1, 0].map((n) => value(n, n, "x"))
  : Object.values(value).flatMap(texts);
console.log(JSON.stringify({ words, texts: texts(words.fr) }));
"""


@pytest.fixture(scope="module")
def bar() -> dict[str, Any]:
    node = shutil.which("node")
    assert node, "node runs the Hub's proxy, and this"
    source = (STATIC / "words.js").read_bytes()
    address = json.dumps(f"data:text/javascript,{_quoted(source)}")
    run = subprocess.run(
        [node, "--input-type=module", "-e", PROGRAM % address],
        check=True,
        capture_output=True,
    )
    found: dict[str, Any] = json.loads(run.stdout)
    return found


def _quoted(source: bytes) -> str:
    return "".join(f"%{byte:02x}" for byte in source)


def test_every_ending_has_a_word_of_its_own_in_both_languages() -> None:
    assert {state.value for state in State} <= set(STATE_WORDS)
    for lang in ("fr", "en"):
        words = [state_word(state, lang) for state in STATE_WORDS]
        assert len(set(words)) == len(words)


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_bar_says_the_words_of_the_table(bar: dict[str, Any], lang: str) -> None:
    said = bar["words"][lang]

    assert said["states"] == {each.value: state_word(each, lang) for each in State}
    assert said["marking"] == f"{state_word('marking', lang)}…"


def test_the_bars_french_is_set_as_everywhere(bar: dict[str, Any]) -> None:
    assert [text for text in bar["texts"] if french(text) != text] == []
