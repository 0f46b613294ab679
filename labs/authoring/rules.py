"""What can be known about a lab by reading it: the rules that need no marking.

The one rule: a broken rule is one sentence that names the lab and the thing.
Each function below yields such sentences; no sentence means all is well.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from typing import TypeVar

from nbformat import NotebookNode

from labs.authoring.build import Built
from labs.authoring.cases import Case
from labs.catalogue import Exercise, Lab, load
from labs.language import LANGUAGES, french
from labs.outcome import State

LEAST_ACCEPTED = 3
MOST_WORDS = 25  # in one sentence; most are under 20
HINT_LEVELS = 3
_SAME = ("id", "cell_type", "metadata")
_REACHES_OUT = {"http", "httpx", "requests", "socket", "urllib", "ftplib", "asyncio"}

Node = TypeVar("Node", bound=ast.AST)


def rules_of_the_text(built: Built) -> Iterator[str]:
    """Parity of languages, hints, network, typography, length."""
    yield from _different_languages(built)
    yield from _missing_hints(built)
    yield from _network(built)
    yield from _plain_french_spaces(built)
    for lang in LANGUAGES:
        yield from _long_sentences(built, lang)


def rules_of_the_folder(lab: Lab) -> Iterator[str]:
    """The trainer's sheets, and a place in the catalogue: what is done last."""
    for lang in LANGUAGES:
        if not (lab.folder / f"trainer.{lang}.md").is_file():
            yield f"{lab.id}: trainer.{lang}.md, the trainer's sheet, is missing"
    if lab.id not in load().by_id:
        yield (
            f'labs/catalogue.toml: write "{lab.id}" in labs, where learners meet it; '
            "only then can it be marked"
        )


def rules_of_the_cases(
    lab: Lab, accepted: list[Case], wrong: list[Case]
) -> Iterator[str]:
    """Enough accepted ways for each exercise; one mistake for each claimed code."""
    for exercise in lab.exercises:
        if exercise.manual:
            continue
        count = sum(case.expected[0].exercise == exercise.id for case in accepted)
        if count < LEAST_ACCEPTED:
            yield (
                f"{lab.id}/exercises/{exercise.id}/accepted: {count} ways of doing it; "
                f"at least {LEAST_ACCEPTED} are needed"
            )
        for code in exercise.codes:
            if not _has_mistake(exercise, code, wrong):
                yield (
                    f"{lab.id}/exercises/{exercise.id}/wrong: nothing expects "
                    f"'{exercise.id} failed {code}'"
                )
    for needed in ("empty", "hostile"):
        if f"wrong/{needed}" not in [case.name for case in wrong]:
            yield f"{lab.id}/wrong/{needed}.py is missing"
    yield from _unclaimed(lab, wrong)


def _has_mistake(exercise: Exercise, code: str, wrong: list[Case]) -> bool:
    expected = [each for case in wrong for each in case.expected]
    return any(
        (each.exercise, each.state, each.code) == (exercise.id, State.FAILED, code)
        for each in expected
    )


def _unclaimed(lab: Lab, wrong: list[Case]) -> Iterator[str]:
    for case in wrong:
        for each in case.expected:
            if each.code and each.code not in lab.exercise(each.exercise).codes:
                yield (
                    f"{lab.id}/{case.name} expects {each.code} of {each.exercise}, "
                    "whose codes in lab.toml do not name it"
                )


def _different_languages(built: Built) -> Iterator[str]:
    for kind in ("source", "release"):
        french, english = (built.notebooks[kind, lang].cells for lang in LANGUAGES)
        for one, other in zip(french, english, strict=True):
            if [one[key] for key in _SAME] != [other[key] for key in _SAME]:
                yield f"{built.lab.id}: cell {one.id} differs between languages"
            is_test = one.metadata.get("nbgrader", {}).get("grade")
            if is_test and not _is_prose(one) and one.source != other.source:
                yield f"{built.lab.id}: test {one.id} differs between languages"


def _missing_hints(built: Built) -> Iterator[str]:
    hinted = {}
    for call in _nodes(_code(built), ast.Call):
        if isinstance(call.func, ast.Name) and call.func.id == "hint":
            name, levels = call.args[:2]
            hinted[ast.literal_eval(name)] = len(getattr(levels, "elts", []))
    for exercise in built.lab.exercises:
        count = hinted.get(exercise.id, 0)
        if not exercise.manual and count != HINT_LEVELS:
            yield (
                f"{built.lab.id}: {exercise.id} has {count} hints; "
                "write three: a question, a method, a worked twin"
            )


def _network(built: Built) -> Iterator[str]:
    code = _code(built)
    modules = [alias.name for node in _nodes(code, ast.Import) for alias in node.names]
    modules += [node.module or "" for node in _nodes(code, ast.ImportFrom)]
    for module in modules:
        if module.split(".")[0] in _REACHES_OUT:
            yield f"{built.lab.id} imports {module}; a lab works without any network"


def _plain_french_spaces(built: Built) -> Iterator[str]:
    """Sentences of tests reach pages as they are, so they carry the right spaces.

    The build sees to it, but for a text that Python puts together.
    """
    texts = _code(built)
    if built.hidden is not None:
        texts.append(built.hidden.decode())
    for keyword in _nodes(texts, ast.keyword):
        for part in ast.walk(keyword.value) if keyword.arg == "fr" else []:
            text = part.value if isinstance(part, ast.Constant) else None
            if isinstance(text, str) and _spaced(text) != text.replace("’", "'"):
                yield (
                    f"{built.lab.id}: {text[:50]!r} needs non-breaking spaces "
                    "before : ; ! ? % and inside « »; write it in texts.toml"
                )


def _spaced(text: str) -> str:
    """As French wants it; pages set the apostrophes, so authors type either."""
    return french(text).replace("’", "'")


def _long_sentences(built: Built, lang: str) -> Iterator[str]:
    for cell in built.notebooks["release", lang].cells:
        text = re.sub(r"`[^`]*`|\|", " ", cell.source) if _is_prose(cell) else ""
        for sentence in re.split(r"[.!?…:;]\s|\n", text):
            count = len(re.findall(r"\w[\w'’-]*", sentence))
            if count > MOST_WORDS:
                yield (
                    f"{built.lab.id}: {count} words in one sentence of {cell.id} "
                    f"({lang}): {sentence.strip()[:50]!r}…"
                )


def _code(built: Built) -> list[str]:
    cells = built.notebooks["source", "fr"].cells
    return [cell.source for cell in cells if not _is_prose(cell)]


def _nodes(texts: list[str], kind: type[Node]) -> Iterator[Node]:
    for text in texts:
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, kind):
                yield node


def _is_prose(cell: NotebookNode) -> bool:
    return bool(cell.cell_type == "markdown")
