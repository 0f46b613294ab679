"""Answers: saved in order, frozen once revealed, and never lost."""

import json
from pathlib import Path
from typing import Any

import pytest

from labs.kit import predict, reveal
from labs.kit.answers import (
    Answers,
    AnswersProblem,
    Frozen,
    load_answers,
    parse_answers,
    save_event,
    saved_answer,
)

FILE = "mes-reponses.json"


def a_file(*events: Any, **changes: Any) -> bytes:
    return json.dumps({"version": 1, "events": list(events), **changes}).encode()


def test_an_answer_given_again_replaces_the_first_and_moves_to_the_end(
    folder: Path,
) -> None:
    save_event("choice", "a", "one")
    save_event("text", "b", "two")
    save_event("choice", "a", "three")

    events = parse_answers((folder / FILE).read_bytes())

    assert [event["value"] for event in events] == ["two", "three"]
    assert saved_answer("a") == "three"
    assert saved_answer("nothing", "default") == "default"


def test_predicting_then_looking_is_in_order(folder: Path) -> None:
    predict("p", "up", 75)
    assert reveal("p") is True

    answers = load_answers()
    assert answers.in_order("p")
    assert answers.confidence("p") == 75


def test_looking_first_is_not_in_order() -> None:
    looked_first = Answers(
        [
            {"kind": "reveal", "id": "p"},
            {"kind": "prediction", "id": "p", "value": "up"},
        ]
    )

    assert not looked_first.in_order("p")


def test_nothing_is_revealed_before_a_prediction(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert reveal("p") is False

    assert "prévision" in capsys.readouterr().out
    assert not (folder / FILE).exists()


def test_a_prediction_is_frozen_once_its_result_was_seen(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    predict("p", "up")
    reveal("p")

    assert predict("p", "down") == "up"
    assert "reste comme elle est" in capsys.readouterr().out
    with pytest.raises(Frozen):
        save_event("prediction", "p", "down")


def test_a_broken_file_is_set_aside_and_the_answer_is_kept(folder: Path) -> None:
    (folder / FILE).write_bytes(b'{"version": 1, "eve')

    kept = save_event("text", "a", "words")

    assert kept == "mes-reponses.illisible-1.json"
    assert (folder / kept).read_bytes() == b'{"version": 1, "eve'
    assert saved_answer("a") == "words"


def test_while_marking_only_what_code_makes_is_written(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / FILE).write_bytes(
        a_file({"kind": "prediction", "id": "p", "value": "up"})
    )
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")

    save_event("text", "a", "words")
    assert saved_answer("a") is None

    assert reveal("other") is False
    assert predict("other", "x") == "x"
    assert reveal("other") is True


def test_a_full_disk_leaves_the_old_answers(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    save_event("text", "a", "old")

    def full_disk(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("labs.kit.files.os.fsync", full_disk)
    with pytest.raises(OSError, match="No space"):
        save_event("text", "a", "new")

    assert saved_answer("a") == "old"
    assert [path.name for path in folder.iterdir()] == [FILE]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"null",
        a_file(version=2),
        a_file(more=1),
        a_file(events={}),
        a_file(*[{"kind": "reveal", "id": "x"}] * 301),
        a_file("reveal"),
        a_file({"kind": "reveal", "id": "x", "value": "y"}),
        a_file({"kind": "shout", "id": "x", "value": "y"}),
        a_file({"kind": ["text"], "id": "x", "value": "y"}),
        a_file({"kind": "text", "id": "../x", "value": "y"}),
        a_file({"kind": "text", "id": "x", "value": "y" * 4001}),
        a_file({"kind": "text", "id": "x", "value": 3}),
        a_file({"kind": "prediction", "id": "x", "value": "y", "confidence": 101}),
        a_file({"kind": "prediction", "id": "x", "value": "y", "confidence": True}),
        a_file({"kind": "hint", "id": "x", "value": "4"}),
        a_file({"kind": "attempt", "id": "x", "value": "many"}),
        b'{"version": 1, "events": [{"kind":"prediction","id":"x","value":"y",'
        b'"confidence": Infinity}]}',
    ],
)
def test_whatever_is_in_the_file_gives_two_sentences(content: bytes) -> None:
    with pytest.raises(AnswersProblem) as caught:
        parse_answers(content)

    assert caught.value.fr.endswith(".")
    assert caught.value.en.endswith(".")
