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
from labs.catalogue import Both, Lab
from labs.language import LANGUAGES
from labs.strict_toml import BadToml, Strict, line_of, read_strictly

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
class HintTexts:
    """The hints of one exercise in one language."""

    levels: list[str]
    solution: str | None


@dataclass(frozen=True)
class Texts:
    """All texts of a lab. say: by exercise, then by name. hints: by exercise, then
    by language. places: where each stands; used: those that some code named; both
    by (exercise, name), with "" for the exercise of a question."""

    say: Mapping[str, Mapping[str, Both]]
    ask: Mapping[str, Ask | Questionnaire]
    hints: Mapping[str, Mapping[str, HintTexts]]
    places: Mapping[tuple[str, str], Place]
    used: set[tuple[str, str]] = field(default_factory=set)

    def sentence(self, exercise: str, name: str) -> Both | None:
        self.used.add((exercise, name))
        return self.say.get(exercise, {}).get(name)

    def question(self, id: str) -> Ask | Questionnaire | None:
        self.used.add(("", id))
        return self.ask.get(id)

    def refuse_unused(self) -> None:
        """Raises BadLab for a text that no code names: a slip, or left behind."""
        for text, place in self.places.items():
            if text not in self.used:
                raise place.bad(
                    f"no code names {text[1]!r}; correct its name, or remove it"
                )


def read_texts(lab: Lab) -> Texts:
    """Every texts.toml and every hint of the lab. Raises BadLab."""
    ask: dict[str, Ask | Questionnaire] = {}
    say: dict[str, Mapping[str, Both]] = {}
    hints: dict[str, Mapping[str, HintTexts]] = {}
    places: dict[tuple[str, str], Place] = {}
    for exercise in ("", *(each.id for each in lab.exercises)):
        folder = lab.folder / "exercises" / exercise if exercise else lab.folder
        found = _read(folder / "texts.toml")
        there = _places(folder / "texts.toml", exercise, found)
        if again := [place for text, place in there.items() if text in places]:
            raise again[0].bad(
                "this question is asked in another texts.toml too; "
                "give one another name"
            )
        places |= there
        ask |= _questions(found)
        say[exercise] = found.say
        files = {lang: folder / f"hints.{lang}.md" for lang in LANGUAGES}
        if any(file.is_file() for file in files.values()):
            hints[exercise] = {lang: _hints(file) for lang, file in files.items()}
    return Texts(say, ask, hints, places)


def _read(file: Path) -> _File:
    if not file.is_file():
        return _File()
    try:
        return read_strictly(file, _File, short_name(file))
    except BadToml as bad:
        raise BadLab(str(bad)) from None


def _places(file: Path, exercise: str, found: _File) -> dict[tuple[str, str], Place]:
    """The line of each text of the file."""
    text, name = read_text(file) if file.is_file() else "", short_name(file)
    said = {(exercise, each): ("say", each) for each in found.say}
    asked = {("", each): ("ask", each) for each in found.ask}
    many = {("", each): ("questionnaire", each) for each in found.questionnaire}
    return {
        key: Place(name, line_of(text, loc))
        for key, loc in {**said, **asked, **many}.items()
    }


def _questions(found: _File) -> dict[str, Ask | Questionnaire]:
    return {**found.ask, **found.questionnaire}


def _hints(file: Path) -> HintTexts:
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
    return HintTexts(levels, solution)
