"""What a lab says and asks, both languages side by side: texts.toml and the hints.

A texts.toml stands beside a check (or beside lab.toml, for questions of no exercise):

    [say.few-drawings]              a sentence of a check, by the code it goes with
    fr = "La classe « {name} » a {count} dessins : il en faut 8."
    en = "The class '{name}' has {count} drawings: 8 are needed."

    [ask.share]                     a question of program.py: choice("share")
    fr = "Quelle part gardes-tu ?"
    en = "Which part do you keep?"
    choices.half = { fr = "La moitié.", en = "Half." }

    [questionnaire.before]          several questions: questionnaire("before")
    choices.yes = { fr = "plutôt vrai", en = "rather true" }
    questions.sure = { fr = "Un ordinateur…", en = "A computer…" }

`{…}` in a sentence is a value of the check. hints.fr.md and hints.en.md have the
hints of an exercise, each below a line `<!-- hint -->`; what is below
`<!-- solution -->` opens last.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import Field

from labs.authoring.source import BadLab, Place, read_text, short_name
from labs.authoring.story import split
from labs.catalogue import LANGS, Both, Lab
from labs.strict_toml import BadToml, Strict, read_strictly

UNTOUCHED = "untouched"  # the sentence of `raise NotAttempted`


class Choice(Both):
    """An answer to choose. value: its own value in each language, when that differs
    from its name. then: what a learner reads once the result is known."""

    value: Both | None = Field(default=None, description="value.fr and value.en")
    then: Both | None = Field(default=None, description="then.fr and then.en")


class Ask(Both):
    """A question, with its answers if they are to choose."""

    choices: dict[str, Choice] = Field(default_factory=dict)
    placeholder: Both | None = None


class Questionnaire(Strict):
    """Several questions with the same answers."""

    choices: dict[str, Choice]
    questions: dict[str, Both]


class _File(Strict):
    say: dict[str, Both] = Field(default_factory=dict)
    ask: dict[str, Ask] = Field(default_factory=dict)
    questionnaire: dict[str, Questionnaire] = Field(default_factory=dict)


@dataclass(frozen=True)
class Hints:
    """The hints of one exercise in one language."""

    levels: list[str]
    solution: str | None


@dataclass(frozen=True)
class Texts:
    """All texts of a lab. say: by exercise, then by name. hints: by exercise, then
    by language. used: the sentences and questions that some code named."""

    say: Mapping[str, Mapping[str, Both]]
    ask: Mapping[str, Ask | Questionnaire]
    hints: Mapping[str, Mapping[str, Hints]]
    used: set[tuple[str, str]] = field(default_factory=set)

    def sentence(self, exercise: str, name: str) -> Both | None:
        self.used.add((exercise, name))
        return self.say.get(exercise, {}).get(name)

    def question(self, id: str) -> Ask | Questionnaire | None:
        self.used.add(("", id))
        return self.ask.get(id)

    def refuse_unused(self, lab: str) -> None:
        """Raises BadLab for a text that no code names: a slip, or left behind."""
        said = [(exercise, name) for exercise, all in self.say.items() for name in all]
        for exercise, name in [*said, *(("", id) for id in self.ask)]:
            if (exercise, name) not in self.used:
                where = f"{lab}/exercises/{exercise}/texts.toml" if exercise else lab
                raise BadLab(
                    f"{where}: no code names {name!r}; correct its name, or remove it"
                )


def read_texts(lab: Lab) -> Texts:
    """Every texts.toml and every hint of the lab. Raises BadLab."""
    ask = _questions(_read(lab.folder / "texts.toml"))
    say: dict[str, Mapping[str, Both]] = {}
    hints: dict[str, Mapping[str, Hints]] = {}
    for exercise in lab.exercises:
        folder = lab.folder / "exercises" / exercise.id
        found = _read(folder / "texts.toml")
        if again := sorted(set(ask) & set(_questions(found))):
            raise BadLab(
                f"{short_name(folder / 'texts.toml')}: the question {again[0]!r} "
                "is asked in another texts.toml too; give one another name"
            )
        ask.update(_questions(found))
        say[exercise.id] = found.say
        files = {lang: folder / f"hints.{lang}.md" for lang in LANGS}
        if any(file.is_file() for file in files.values()):
            hints[exercise.id] = {lang: _hints(file) for lang, file in files.items()}
    return Texts(say, ask, hints)


def _read(file: Path) -> _File:
    if not file.is_file():
        return _File()
    try:
        return read_strictly(file, _File, short_name(file))
    except BadToml as bad:
        raise BadLab(str(bad)) from None


def _questions(found: _File) -> dict[str, Ask | Questionnaire]:
    return {**found.ask, **found.questionnaire}


def _hints(file: Path) -> Hints:
    levels, solution = [], None
    for marker, text, line in split(read_text(file)):
        if marker == "<!-- hint -->" and text:
            levels.append(text)
        elif marker == "<!-- solution -->" and text and solution is None:
            solution = text
        else:
            raise Place(short_name(file), line).bad(
                f"{(marker or text)[:40]!r} stands here; write '<!-- hint -->' and "
                "below it the hint, or once '<!-- solution -->' and below it the end"
            )
    return Hints(levels, solution)
