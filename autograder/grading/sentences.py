"""What a test may say to a learner: its author's words, and short numbers.

A test sends the learner's code questions that nobody else knows, and then says a
sentence with values in it. The code can choose such a value: a label, a name, a text.
The one rule: once the code has seen a question of its own, a sentence is put together
anew from a *template* in the tests' source, with numbers of at most five digits where
values stand and `…` in place of anything else. What matches no template is not said.

Words: a test is *open* when it asks nothing that the learner's notebook does not ask
itself; tests are asked in the notebook's order, so what an open test saw before any
other can hold nothing hidden, and is said as it is.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache
from pathlib import Path

from labs.kit.noise import MEASURED_AGAIN

Template = tuple[str, ...]  # what stands before, between and after the values

LEFT_OUT = "…"
_NUMBER = re.compile(r"[+-]?[0-9]{1,5}([.,][0-9]{1,4})?%?|[+-]?(nan|inf)%?")
_DIGITS = 5  # 17 bits: the rest of a number is no help, and could be a word
_VALUE = re.compile(r"\{[^{}]*\}")  # of a text that `.format` completes
_ASKS = re.compile(r"\b(rng|expect_at_least|HIDDEN TESTS)\b")
_LEAST = 3  # characters of an author's text, for it to be a sentence


class Sentences:
    """The templates of one version's tests. order: the tests as they are asked."""

    def __init__(
        self, order: Iterable[str], sources: Mapping[str, str], modules: Path
    ) -> None:
        self._sources, self._modules = sources, modules
        self._open = set(_open_ones(order, sources, modules))

    def words(self, test: str, fr: str, en: str) -> tuple[str, str] | None:
        """The test's sentence in both languages as it may be said, or None."""
        if test in self._open:
            return fr, en
        said = self._said(test, fr, "fr"), self._said(test, en, "en")
        return None if None in said else said  # type: ignore[return-value]

    def code(self, test: str, code: str) -> str | None:
        """The code, when an author wrote it."""
        is_ours = test in self._open or (code,) in self._templates(test)
        return code if is_ours else None

    def _said(self, test: str, sentence: str, lang: str) -> str | None:
        again = MEASURED_AGAIN[lang]
        if sentence == again:
            return again
        if sentence.endswith(f" {again}"):
            first = self._said(test, sentence[: -len(again) - 1], lang)
            return f"{first} {again}" if first else None
        made = (_made(each, sentence) for each in self._templates(test))
        return next((each for each in made if each is not None), None)

    def _templates(self, test: str) -> list[Template]:
        """Those with most words first: they say the most of a sentence."""
        texts = [self._sources.get(test, ""), *map(_text, _files(self._modules))]
        found = {each for text in texts for each in _templates_in(text)}
        return sorted(found, key=lambda each: (-sum(map(len, each)), each))


def _open_ones(
    order: Iterable[str], sources: Mapping[str, str], modules: Path
) -> Iterator[str]:
    """The tests before the first that asks anything hidden."""
    names = [file.stem for file in _files(modules)]
    uses = re.compile(rf"\b({'|'.join(map(re.escape, names))})\b") if names else None
    for test in order:
        source = sources.get(test)
        if source is None:
            continue
        if _ASKS.search(source) or (uses and uses.search(source)):
            return
        yield test


def _files(folder: Path) -> list[Path]:
    return sorted(folder.glob("*.py")) if folder.is_dir() else []


def _text(file: Path) -> str:
    return file.read_text("utf-8")


@lru_cache(128)  # a version's tests are the same for a whole cohort
def _templates_in(source: str) -> frozenset[Template]:
    try:
        tree = ast.parse(source)
    except SyntaxError:  # a line of IPython's own; its test is broken for everybody
        return frozenset()
    return frozenset(_templates_of(tree))


def _templates_of(tree: ast.Module) -> Iterator[Template]:
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            parts = [""]
            for value in node.values:
                if isinstance(value, ast.Constant):
                    parts[-1] += str(value.value)
                else:
                    parts.append("")
            yield tuple(parts)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield (node.value,)
            if _VALUE.search(node.value):
                yield tuple(_VALUE.split(node.value))


def _made(template: Template, sentence: str) -> str | None:
    """The template's words with this sentence's values, or None when it is another's.

    Each part is looked for from the left, once: no text makes this slow. Where a value
    holds words of the template the values are cut in another place, and still none is
    said that is no number.
    """
    if len(template) == 1:
        return sentence if sentence == template[0] else None
    first, *middle, last = template
    at, end = len(first), len(sentence) - len(last)
    has_ends = sentence.startswith(first) and sentence.endswith(last) and at <= end
    if not has_ends or sum(map(len, template)) < _LEAST:
        return None
    said = first
    for part in middle:
        place = sentence.find(part, at, end)
        if place < 0:
            return None
        said += _number(sentence[at:place]) + part
        at = place + len(part)
    return said + _number(sentence[at:end]) + last


def _number(value: str) -> str:
    is_short = sum(character.isdigit() for character in value) <= _DIGITS
    return value if is_short and _NUMBER.fullmatch(value) else LEFT_OUT
