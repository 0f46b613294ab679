"""A learner's answers, and the help they asked for: the file `mes-reponses.json`.

It is a list of events in the order in which they happened, so that "predicted,
then looked" can be told from the reverse. One event per kind and question:
answering again moves it to the end. Once a result was looked at, its prediction
is frozen. A file that cannot be read is set aside, never lost.
"""

import json
import re
from pathlib import Path
from typing import Any

from labs.kit.files import (
    FileProblem,
    is_count,
    is_marking,
    parse_json,
    read_bytes,
    set_aside,
    write_whole,
)

FILE = "mes-reponses.json"
MAX_EVENTS = 300
MAX_TEXT = 4000
ANSWER_KINDS = ("prediction", "choice", "text", "tour")
# Cells write these, not clicks, so they are written while marking too: work done by
# code alone has no other file.
MADE_BY_CODE = ("prediction", "reveal")
_WITH_VALUE = (*ANSWER_KINDS, "hint", "attempt")
_WITHOUT_VALUE = ("reveal", "solution")
_ID = re.compile(r"[A-Za-z0-9_-]{1,60}")
Event = dict[str, Any]


class AnswersProblem(FileProblem):
    """The answers cannot be read; `fr` and `en` say why."""


class Frozen(Exception):
    """The result was already looked at, so its prediction stays as it is."""


class Answers(list[Event]):
    """The events of a file, already checked, oldest first."""

    def find(self, kind: str, id: str) -> Event | None:
        return next((e for e in self if e["kind"] == kind and e["id"] == id), None)

    def value(self, id: str) -> str | None:
        """The latest answer to a question, of whatever kind."""
        found = [e for e in self if e["id"] == id and e["kind"] in ANSWER_KINDS]
        return str(found[-1]["value"]) if found else None

    def confidence(self, id: str) -> int | None:
        """How sure the prediction was, in per cent; None when that was not said."""
        found = self.find("prediction", id)
        return found.get("confidence") if found else None

    def revealed(self, id: str) -> bool:
        return self.find("reveal", id) is not None

    def in_order(self, id: str) -> bool:
        """Was a prediction saved, and the result looked at only afterwards?"""
        predicted, revealed = self.find("prediction", id), self.find("reveal", id)
        if predicted is None or revealed is None:
            return False
        return self.index(predicted) < self.index(revealed)

    def hints(self, exercise: str) -> int:
        """The highest hint opened, 0 to 3."""
        found = self.find("hint", exercise)
        return int(found["value"]) if found else 0

    def attempts(self, exercise: str) -> int:
        found = self.find("attempt", exercise)
        return int(found["value"]) if found else 0

    def with_event(self, event: Event) -> "Answers":
        """These events and this one at the end, instead of an older one like it."""
        key = (event["kind"], event["id"])
        if event["kind"] == "prediction" and self.revealed(event["id"]):
            raise Frozen(event["id"])
        return Answers([*(e for e in self if (e["kind"], e["id"]) != key), event])


def parse_answers(content: bytes, name: str = FILE) -> Answers:
    """The events in the bytes of a file. Raises AnswersProblem, whatever is in it."""
    try:
        found = parse_json(content, name)
    except FileProblem as problem:
        raise AnswersProblem(problem.fr, problem.en) from None
    events = found.get("events")
    ours = set(found) == {"version", "events"} and is_count(found["version"], 1, 1)
    if not ours or not isinstance(events, list) or len(events) > MAX_EVENTS:
        raise AnswersProblem(
            f"{name} n'est pas un fichier de réponses de ce lab.",
            f"{name} is not a file of answers of this lab.",
        )
    for place, event in enumerate(events):
        if not _is_event(event):
            raise AnswersProblem(
                f"{name} : la réponse n° {place + 1} est incomplète ou trop longue.",
                f"{name}: answer {place + 1} is not complete or too long.",
            )
    return Answers(events)


def load_answers(file: str | Path = FILE) -> Answers:
    """The saved answers; none when nothing was answered, or nothing is readable."""
    data = read_bytes(Path(file))
    try:
        return Answers() if data is None else parse_answers(data)
    except AnswersProblem:
        return Answers()


def saved_answer(id: str, default: Any = None, file: str | Path = FILE) -> Any:
    """What the learner answered to this question, or `default`."""
    value = load_answers(file).value(id)
    return default if value is None else value


def save_event(
    kind: str,
    id: str,
    value: str | None = None,
    confidence: int | None = None,
    file: str | Path = FILE,
) -> str | None:
    """Keep this event; returns the new name of a broken file set aside, or None.

    Raises Frozen, AnswersProblem (too long, too many) or OSError (disk full):
    nothing is changed then.
    """
    event: Event = {"kind": kind, "id": id}
    if value is not None:
        event["value"] = value
    if confidence is not None:
        event["confidence"] = confidence
    if is_marking() and kind not in MADE_BY_CODE:
        return None
    path, kept = Path(file), None
    data = read_bytes(path)
    try:
        events = Answers() if data is None else parse_answers(data, path.name)
    except AnswersProblem:
        events, kept = Answers(), set_aside(path).name
    whole = {"version": 1, "events": events.with_event(event)}
    fresh = json.dumps(whole, ensure_ascii=False, indent=1).encode()
    parse_answers(fresh, path.name)
    write_whole(path, fresh)
    return kept


def _is_event(event: object) -> bool:
    if not isinstance(event, dict) or not isinstance(event.get("id"), str):
        return False
    kind, keys = event.get("kind"), set(event) - {"kind", "id"}
    if not _ID.fullmatch(event["id"]):
        return False
    if kind in _WITHOUT_VALUE:
        return not keys
    if kind not in _WITH_VALUE or not _is_text(event.get("value")):
        return False
    if kind == "prediction" and "confidence" in keys:
        return keys == {"value", "confidence"} and is_count(event["confidence"], 0, 100)
    if kind == "hint":
        return keys == {"value"} and event["value"] in {"1", "2", "3"}
    if kind == "attempt":
        return (
            keys == {"value"}
            and re.fullmatch(r"[0-9]{1,6}", event["value"]) is not None
        )
    return keys == {"value"}


def _is_text(value: object) -> bool:
    return isinstance(value, str) and len(value) <= MAX_TEXT and "\0" not in value
