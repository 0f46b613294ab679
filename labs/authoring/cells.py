"""All files of a lab -> its cells, each in both languages, in the story's order.

The one rule: lab.toml, the story, program.py and the checks tell one thing, or the
lab is refused with the first place where they differ.
"""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from labs.authoring.bilingual import (
    in_language,
    refuse_different_programs,
    refuse_languages_in_a_check,
)
from labs.authoring.rewrite import source_of
from labs.authoring.sentences import with_questions, with_sentences
from labs.authoring.source import (
    HIDDEN_MARKS,
    BadLab,
    Check,
    Code,
    Place,
    Role,
    read_check,
    read_program,
    read_text,
    short_name,
)
from labs.authoring.story import (
    Part,
    read_story,
    refuse_another_order,
    refuse_different_stories,
)
from labs.authoring.texts import Texts, read_texts
from labs.catalogue import Exercise, Lab
from labs.language import LANGUAGES, french

# What the checks of nearly every lab import: the build writes the line.
_GIVEN_NAMES = {
    "labs.kit.checks": (
        "NotAttempted",
        "expect",
        "items_of",
        "passed_here",
        "submitted_file",
    ),
    "labs.kit.noise": ("expect_at_least",),
}


@dataclass(frozen=True)
class Cell:
    """One cell of the notebooks. texts: its source by language."""

    id: str
    role: Role
    texts: Mapping[str, str]
    place: Place
    folded: bool = False
    points: float = 0

    @property
    def is_prose(self) -> bool:
        return self.role in (Role.PROSE, Role.WRITTEN)


@dataclass(frozen=True)
class Source:
    """A lab, read. hidden: its hidden.py with all sentences in it, if it has one."""

    cells: list[Cell]
    hidden: str | None


def read_source(lab: Lab) -> Source:
    """The lab's cells, from its files. Raises BadLab."""
    stories = {lang: read_story(lab.folder / f"{lang}.md") for lang in LANGUAGES}
    program = read_program(lab.folder / "program.py")
    refuse_different_stories(stories["fr"], stories["en"])
    refuse_another_order(stories["fr"], program)
    _refuse_other_exercises(lab, stories["fr"], program)
    texts = read_texts(lab)
    code = {each.id: _code(lab, each, texts) for each in program}
    cells = [
        code[part.id] if part.kind == "cell" else _prose(lab, part, twin)
        for part, twin in zip(stories["fr"], stories["en"], strict=True)
    ]
    hidden = _hidden(lab.folder / "hidden.py", texts)
    texts.refuse_unused()
    return Source(cells, hidden)


def _refuse_other_exercises(lab: Lab, story: list[Part], program: list[Code]) -> None:
    """Raises BadLab when lab.toml and the cells tell two stories."""
    there = {each.id: each.place for each in program if each.role is Role.CHECK}
    there |= {each.id: each.place for each in story if each.kind == "written"}
    listed = {each.id: each for each in lab.exercises}
    where = f"{lab.id}/lab.toml"
    for id, place in there.items():
        if id not in listed:
            raise place.bad(
                f"lab.toml has no exercise {id!r}; write [[exercise]] id = {id!r} there"
            )
    _refuse_other_folders(lab)
    written = [each.id for each in story if each.kind == "written"]
    for exercise in lab.exercises:
        if exercise.id not in there:
            raise BadLab(f"{where}: {_how_to_grade(exercise)}")
        if exercise.manual != (exercise.id in written):
            raise there[exercise.id].bad(
                f"lab.toml says manual = {str(exercise.manual).lower()} for "
                f"{exercise.id!r}; {_how_to_grade(exercise)}"
            )
    order = [part.id for part in story if part.id in listed]
    if order != list(listed):
        raise BadLab(
            f"{where}: the exercises are {list(listed)} and the story has {order}; "
            "write them in one order"
        )


def _refuse_other_folders(lab: Lab) -> None:
    listed = [each.id for each in lab.exercises]
    for folder in sorted((lab.folder / "exercises").glob("*/")):
        if folder.name not in listed:
            raise BadLab(
                f"{lab.id}/exercises/{folder.name}: lab.toml has no exercise of this "
                f"name, only {listed}; rename the folder, or remove it"
            )


def _how_to_grade(exercise: Exercise) -> str:
    if exercise.manual:
        return (
            f"a person marks {exercise.id!r}; "
            f"write '<!-- written {exercise.id} -->' in fr.md and en.md"
        )
    return (
        f"a test marks {exercise.id!r}; write '# %% {exercise.id} check' in program.py"
    )


def _prose(lab: Lab, part: Part, english: Part) -> Cell:
    """part: of the French story; english: its twin."""
    texts = {"fr": french(part.text), "en": english.text}
    if part.kind == "text":
        return Cell(part.id, Role.PROSE, texts, part.place)
    points = lab.exercise(part.id).points
    return Cell(part.id, Role.WRITTEN, texts, part.place, points=points)


def _code(lab: Lab, code: Code, texts: Texts) -> Cell:
    if code.role is Role.CHECK:
        return _check(lab, code, texts)
    made = {}
    for lang in LANGUAGES:
        asked = with_questions(code.text, lang, texts, code.place)
        made[lang] = in_language(asked, lang, code.place)
    refuse_different_programs(made["fr"], made["en"], code.place)
    return Cell(code.id, code.role, made, code.place, code.folded)


def _check(lab: Lab, code: Code, texts: Texts) -> Cell:
    check = read_check(lab.folder / "exercises" / code.id / "check.py")
    for part, place in ((check.visible, check.above), (check.hidden, check.mark)):
        refuse_languages_in_a_check(part, place)
    visible = with_sentences(check.visible, code.id, texts, check.above)
    text = _with_imports(visible, check, code)
    if check.hidden:
        hidden = with_sentences(check.hidden, code.id, texts, check.mark).strip("\n")
        begin, end = HIDDEN_MARKS
        text += f"\n### {begin}\n{hidden}\n### {end}"
    points = lab.exercise(code.id).points
    both = dict.fromkeys(LANGUAGES, text)
    return Cell(code.id, Role.CHECK, both, check.above, code.folded, points)


def _with_imports(visible: str, check: Check, code: Code) -> str:
    """The visible part below its heading and the imports that every check needs."""
    own: list[ast.stmt] = []
    for node in ast.parse(visible).body:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            break
        own.append(node)
    lines = [source_of(visible, node) for node in own]
    last = own[-1].end_lineno if own else 0
    body = "\n".join(visible.split("\n")[last:]).strip("\n")
    ours = sorted(
        [each for each in lines if each.startswith("from labs.")]
        + _given_imports(f"{check.visible}\n{check.hidden}", lines)
    )
    others = [each for each in lines if not each.startswith("from labs.")]
    # The first line is what a folded cell shows.
    heading = [f"# Vérifier / Check: {code.id}"] if code.folded else []
    top = "\n".join(heading + others)
    blocks = [top, "\n".join(ours)]
    if heading and not others:
        blocks = ["\n".join(heading + ours)]
    return "\n\n".join(block for block in [*blocks, body] if block)


def _given_imports(whole: str, own: list[str]) -> list[str]:
    names = {n.id for n in ast.walk(ast.parse(whole)) if isinstance(n, ast.Name)}
    return [
        f"from {module} import {', '.join(used)}"
        for module, given in _GIVEN_NAMES.items()
        if (used := [name for name in given if name in names])
        and not any(line.startswith(f"from {module} ") for line in own)
    ]


def _hidden(file: Path, texts: Texts) -> str | None:
    """hidden.py: what the hidden parts of several checks share."""
    if not file.is_file():
        return None
    return with_sentences(read_text(file), None, texts, Place(short_name(file), 0))
