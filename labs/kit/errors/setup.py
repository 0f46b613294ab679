"""The first cell of every lab: language, kind errors, attempts.

Errors pass through one method of IPython's shell; ours puts a readable card in
front and folds Python's own traceback into it. Whatever goes wrong in here,
Python's plain traceback is shown instead.
"""

import re
from collections.abc import Callable
from html import escape
from typing import Any

from IPython.core.getipython import get_ipython
from IPython.display import HTML, display

from labs.kit.attempts import after_a_cell
from labs.kit.checks import Incorrect, NotAttempted, message_of
from labs.kit.errors.explain import explain
from labs.kit.files import is_marking
from labs.kit.language import in_language, language, set_language
from labs.language import french
from labs.words import STATE_WORDS

_ANSI = re.compile(r"\x1b\[[0-9;]*m")
_MAX_TRACE = 20_000
_FAILED, _PARTIAL, _UNTOUCHED = "#b8432a", "#a06a00", "#757b8c"


def setup(lang: str | None = None) -> None:
    """Get the notebook ready; safe to run again.

    lang: "fr" or "en"; None keeps the environment's CAIRE_LANG, else French.
    """
    if lang is not None:
        set_language(lang)
    shell = get_ipython()
    if shell is None or is_marking() or getattr(shell, "caire_is_set_up", False):
        return
    shell._showtraceback = _kind(shell, shell._showtraceback)
    shell.events.register("post_run_cell", after_a_cell)
    shell.caire_is_set_up = True


def _kind(shell: Any, plain: Callable[..., None]) -> Callable[..., None]:
    def show(kind: type[BaseException], error: BaseException, trace: list[str]) -> None:
        try:
            card = card_of(error, trace, list(shell.user_ns))
            display(HTML(card))
            trace = [_last_line(kind, error)]
        except Exception:  # noqa: S110 - our card is a comfort, the traceback is not
            pass
        plain(kind, error, trace)

    return show


def card_of(error: BaseException, trace: list[str], names: list[str]) -> str:
    """The error as HTML. All of it is escaped: any of it may be a learner's text."""
    if isinstance(error, NotAttempted):
        return _card(
            "○", _WORDS["untouched"], message_of(error, language()), _UNTOUCHED
        )
    if isinstance(error, Incorrect):
        code = f"({error.code})" if error.code else ""
        words = message_of(error, language())
        return _card("✗", _WORDS["incorrect"], words, _FAILED, small=code)
    found = explain(error, names)
    where = ""
    if found.line is not None:
        number, text = found.line
        label = in_language({"fr": f"Ligne {number}", "en": f"Line {number}"})
        where = f"<p style='margin:6px 0'>{label} <code>{escape(text)}</code></p>"
    whole = escape(_ANSI.sub("", "\n".join(trace))[-_MAX_TRACE:])
    folded = (
        "<details style='margin-top:8px'><summary style='cursor:pointer;padding:6px 0'>"
        f"{in_language(_WORDS['whole'])}</summary>"
        f"<pre style='overflow-x:auto;font-size:12px'>{whole}</pre></details>"
    )
    words = found.en if language() == "en" else found.fr
    return _card("!", _WORDS["error"], words, _PARTIAL, where + folded)


def _card(
    mark: str,
    title: dict[str, str],
    words: str,
    colour: str,
    more: str = "",
    small: str = "",
) -> str:
    words = french(words) if language() == "fr" else words
    note = f" <span style='font-size:12px'>{escape(small)}</span>" if small else ""
    return (
        f"<div lang='{language()}' style='border-left:5px solid {colour};padding:10px "
        "16px;margin:4px 0;font:400 16px/1.5 system-ui,sans-serif;max-width:70ch'>"
        f"<div style='font-weight:700'>{mark} {in_language(title)}</div>"
        f"<p style='margin:4px 0'>{escape(words)}{note}</p>{more}</div>"
    )


def _last_line(kind: type[BaseException], error: BaseException) -> str:
    if isinstance(error, NotAttempted):
        return f"○ {in_language(_WORDS['untouched'])}"
    if isinstance(error, Incorrect):
        return f"✗ {in_language(_WORDS['incorrect'])}"
    return f"{kind.__name__}: {str(error)[:500]}"


_WORDS = {
    "untouched": STATE_WORDS["untouched"]._asdict(),
    "incorrect": STATE_WORDS["failed"]._asdict(),
    "error": {"fr": "Python s'est arrêté ici", "en": "Python stopped here"},
    "whole": {"fr": "Le message complet de Python", "en": "Python's full message"},
}
