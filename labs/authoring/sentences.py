"""Puts the texts where code names them: questions, hints, sentences of checks.

    choice("share")                      -> choice("share", "Quelle part ?", {…})
    hint("drawings")                     -> hint("drawings", ["…", "…", "…"])
    expect(len(images) >= 8, "few")      -> expect(…, "few", fr="…", en="…")
    expect(x, "few", text="other-name")  -> the sentence `other-name`, the code `few`
    items_of(images, 8, "few")           -> items_of(…, "few", fr="…", en="…")
    raise NotAttempted                   -> raise NotAttempted(fr="…", en="…")

The one rule: what an author wrote in full stays as it is, but for French spaces.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping

from labs.authoring.rewrite import indent_of, literal, parsed, replaced, source_of
from labs.authoring.source import Place
from labs.authoring.texts import UNTOUCHED, Ask, Choice, Questionnaire, Texts
from labs.catalogue import Both
from labs.language import LANGUAGES, french

QUESTIONS = ("choice", "predict_quiz", "text_answer", "questionnaire")
_MEASURES = ("expect_at_least", "items_of")  # their sentences show a `value`
_EXPECTS = ("expect", *_MEASURES)
_VALUE = re.compile(r"(\{\{|\}\}|\{[^{}]*\})")  # a value in a sentence; {{ is a brace
_STEP = "    "


def with_questions(code: str, lang: str, texts: Texts, place: Place) -> str:
    """The cell, its questions and hints written out in one language. Raises BadLab."""
    changes = []
    for call in _calls(parsed(code, place)):
        name = _name(call)
        if name in QUESTIONS and len(call.args) == 1:
            changes.append((call, _question(code, call, lang, texts, place)))
        elif name == "hint" and len(call.args) == 1:
            changes.append((call, _hint(code, call, lang, texts, place)))
    return replaced(code, changes)


def with_sentences(code: str, exercise: str | None, texts: Texts, place: Place) -> str:
    """A check with its sentences written out. Raises BadLab.

    exercise: whose texts.toml; None in hidden.py, where each sentence says it itself:
    text="my-ai.M7".
    """
    changes: list[tuple[ast.expr | ast.stmt, str]] = []
    tree = parsed(code, place)
    for call in _calls(tree):
        if _name(call) in (*_EXPECTS, "NotAttempted"):
            given = {word.arg: word.value for word in call.keywords}
            if "fr" in given:
                changes.append((given["fr"], _spaced(source_of(code, given["fr"]))))
            elif _name(call) in _EXPECTS:
                changes.append((call, _expect(code, call, exercise, texts, place)))
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and _is_name(node.exc, "NotAttempted"):
            text = texts.sentence(exercise or "", UNTOUCHED)
            if text and node.exc:
                words = [f"{lang}={_sentence(text, lang)}" for lang in LANGUAGES]
                inner = _call("NotAttempted", words, indent_of(code, node))
                changes.append((node.exc, inner))
    return replaced(code, changes)


def _expect(
    code: str, call: ast.Call, exercise: str | None, texts: Texts, place: Place
) -> str:
    here = place.below(call.lineno)
    text = _text_of(call, exercise, texts, here)
    words = [source_of(code, each) for each in call.args]
    words += [
        f"{word.arg}={source_of(code, word.value)}"
        for word in call.keywords
        if word.arg != "text"
    ]
    for lang in LANGUAGES:
        said = _sentence(text, lang, here)
        is_function = _name(call) in _MEASURES and said.startswith("f")
        words.append(f"{lang}={'lambda value: ' if is_function else ''}{said}")
    return _call(str(_name(call)), words, indent_of(code, call))


def _text_of(call: ast.Call, exercise: str | None, texts: Texts, here: Place) -> Both:
    """The sentence of an expect: by its `text`, otherwise by its code."""
    given = {word.arg: word.value for word in call.keywords}
    name = _plain(given.get("text", call.args[-1] if len(call.args) > 1 else None))
    if name is None:
        raise here.bad('which sentence? Write text="…" with its name in texts.toml')
    owner = exercise or ""
    if exercise is None:
        owner, _, name = name.rpartition(".")
    text = texts.sentence(owner, name)
    if text is None:
        raise here.bad(
            f"there is no sentence {name!r} for this expect; write [say.{name}] "
            f"with fr and en in exercises/{owner or '…'}/texts.toml"
        )
    return text


def _sentence(text: Both, lang: str, place: Place | None = None) -> str:
    """The sentence as Python: a plain text, or an f-string when it shows a value."""
    said = _text(text, lang)
    if not _VALUE.search(said):
        return literal(said)
    parts = _VALUE.split(_text(text, lang, french_template))
    for quote in '"', "'":
        body = "".join(
            part if at % 2 else literal(part, quote)[1:-1]
            for at, part in enumerate(parts)
        )
        try:
            ast.parse(f"f{quote}{body}{quote}")
        except SyntaxError:
            continue
        return f"f{quote}{body}{quote}"
    raise (place or Place("texts.toml", 1)).bad(
        f"{said[:50]!r} is no sentence with values; write {{{{ for a brace"
    )


def french_template(text: str) -> str:
    """French spaces around values, not inside them."""
    parts = _VALUE.split(text)
    # For the rules a value is a number: « {name} », {count} %.
    spaced = french("".join("0" if i % 2 else p for i, p in enumerate(parts)))
    if len(spaced) != sum(1 if i % 2 else len(p) for i, p in enumerate(parts)):
        return text
    made, at = [], 0
    for i, part in enumerate(parts):
        size = 1 if i % 2 else len(part)
        made.append(part if i % 2 else spaced[at : at + size])
        at += size
    return "".join(made)


def _spaced(source: str) -> str:
    """The source of an `fr=` text with French spaces; other code is left alone."""
    is_text = re.fullmatch(r"f?([\"']).*\1", source, re.S)
    return french_template(source) if is_text else source


def _question(code: str, call: ast.Call, lang: str, texts: Texts, place: Place) -> str:
    id, here = _plain(call.args[0]), place.below(call.lineno)
    ask = texts.question(id) if id else None
    many = _name(call) == "questionnaire"
    if ask is None or many != isinstance(ask, Questionnaire):
        kind = "questionnaire" if many else "ask"
        raise here.bad(
            f"there is no such question; write [{kind}.{id}] with its texts "
            "in fr and en in a texts.toml"
        )
    indent = indent_of(code, call)
    words = [source_of(code, call.args[0])]
    if isinstance(ask, Questionnaire):
        words.append(_parts(ask, lang, indent + _STEP))
    else:
        words += _asked(ask, lang, indent + _STEP)
    words += [f"{word.arg}={source_of(code, word.value)}" for word in call.keywords]
    return _call(str(_name(call)), words, indent)


def _asked(ask: Ask, lang: str, indent: str) -> list[str]:
    """The arguments of one question: its text, its answers, what they are told."""
    words = [literal(_text(ask, lang))]
    if ask.choices:
        words.append(_choices(ask.choices, lang, indent))
    then = {
        _value(each, name, lang): _text(each.then, lang)
        for name, each in ask.choices.items()
        if each.then
    }
    if then:
        words.append(f"feedback={_dict(then, indent)}")
    if ask.placeholder:
        words.append(f"placeholder={literal(_text(ask.placeholder, lang))}")
    return words


def _hint(code: str, call: ast.Call, lang: str, texts: Texts, place: Place) -> str:
    id, here = _plain(call.args[0]), place.below(call.lineno)
    found = texts.hints.get(id or "")
    if found is None:
        raise here.bad(
            f"there are no hints for {id!r}; write exercises/{id}/hints.fr.md "
            "and hints.en.md"
        )
    spaced: Callable[[str], str] = french if lang == "fr" else str
    indent = indent_of(code, call)
    levels = [literal(spaced(each)) for each in found[lang].levels]
    words = [source_of(code, call.args[0]), _list(levels, indent + _STEP)]
    if solution := found[lang].solution:
        words.append(f"solution={literal(spaced(solution))}")
    return _call("hint", words, indent)


def _parts(asked: Questionnaire, lang: str, indent: str) -> str:
    """The questions of a questionnaire, each with all choices."""
    inner = indent + _STEP + _STEP
    choices = _choices(asked.choices, lang, inner)
    parts = [
        f'{{\n{inner}"id": {literal(id)},\n{inner}"text": {literal(_text(t, lang))},\n'
        f'{inner}"choices": {choices},\n{indent}{_STEP}}}'
        for id, t in asked.questions.items()
    ]
    return _list(parts, indent)


def _choices(choices: Mapping[str, Choice], lang: str, indent: str) -> str:
    listed = choices.items()
    return _dict(
        {_value(each, n, lang): _text(each, lang) for n, each in listed}, indent
    )


def _value(choice: Choice, name: str, lang: str) -> str:
    return str(getattr(choice.value, lang)) if choice.value else name


def _text(text: Both, lang: str, spaced: Callable[[str], str] | None = None) -> str:
    said = str(getattr(text, lang))
    return (spaced or french)(said) if lang == "fr" else said


def _call(name: str, words: list[str], indent: str) -> str:
    """A call, one argument a line."""
    return _between(f"{name}(", words, ")", indent)


def _list(items: list[str], indent: str) -> str:
    return _between("[", items, "]", indent)


def _dict(items: dict[str, str], indent: str) -> str:
    pairs = [f"{literal(name)}: {literal(text)}" for name, text in items.items()]
    return _between("{", pairs, "}", indent)


def _between(begin: str, items: list[str], end: str, indent: str) -> str:
    lines = "".join(f"{indent}{_STEP}{item},\n" for item in items)
    return f"{begin}\n{lines}{indent}{end}"


def _calls(tree: ast.Module) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def _name(call: ast.Call) -> str | None:
    return call.func.id if isinstance(call.func, ast.Name) else None


def _is_name(node: ast.expr | None, name: str) -> bool:
    return isinstance(node, ast.Name) and node.id == name


def _plain(node: ast.expr | None) -> str | None:
    """The text that the node is, when it is one."""
    is_text = isinstance(node, ast.Constant) and isinstance(node.value, str)
    return str(node.value) if is_text else None  # type: ignore[union-attr]
