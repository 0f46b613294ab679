"""What every widget of the kit has: language, one action at a time, one notice.

The browser sends an `action` ({"id", "do", …}) and Python answers by changing
traits and setting `done` to that id; without an answer the browser says that
the kernel does not reply. While work is being marked (`is_marking`) a widget
opens no channel and shows nothing.
"""

import weakref
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import anywidget
import traitlets as t
from IPython.display import display

from labs.kit.files import FileProblem, is_marking
from labs.kit.language import language, when_language_changes
from labs.kit.notice import Notice, Refused
from labs.language import LANGUAGES

_HERE = Path(__file__).parent
_QUIET = Notice("info", "", "")


@cache
def module_text(*names: str) -> str:
    """One ES module: the shared pieces and the widget's own file, in this order.

    A widget's module reaches the browser as text, so it cannot import its
    neighbours; putting them in front of it needs no build step.
    """
    files = ("common", *names)
    return "\n".join((_HERE / f"{name}.js").read_text("utf-8") for name in files)


@cache
def style_text() -> str:
    return (_HERE / "kit.css").read_text("utf-8")


class KitWidget(anywidget.AnyWidget):
    """A widget that speaks two languages and answers actions with a notice."""

    _css = style_text()
    lang = t.Unicode("fr", help="fr or en").tag(sync=True)
    action = t.Dict(help="what the person just asked for").tag(
        sync=True, echo_update=False
    )
    done = t.Unicode("", help="id of the last action that was handled").tag(sync=True)
    notice = t.Dict(help="kind, fr, en: the last thing to say").tag(sync=True)

    def __init__(self, **values: Any) -> None:
        values.setdefault("notice", _QUIET.as_dict())
        super().__init__(lang=values.pop("lang", None) or language(), **values)
        _on_screen.add(self)
        self.observe(self._answer, "action")

    @t.validate("lang")
    def _known_language(self, proposal: Mapping[str, Any]) -> str:
        if proposal["value"] not in LANGUAGES:
            raise t.TraitError(f"lang is {proposal['value']!r}. Write 'fr' or 'en'.")
        return str(proposal["value"])

    def actions(self) -> Mapping[str, Callable[[Mapping[str, Any]], Notice | None]]:
        """What the browser may ask for, by name."""
        return {}

    def do(self, name: str, **values: Any) -> None:
        """Ask for an action from Python, as a click would."""
        self.action = {"id": f"python-{id(values)}", "do": name, **values}

    def show(self) -> None:
        if not is_marking():
            display(self)

    def open(self) -> None:
        """Open the channel to the browser, unless nobody is looking."""
        if not is_marking():
            super().open()

    def _ipython_display_(self) -> None:
        if not is_marking():
            raise NotImplementedError  # IPython then takes _repr_mimebundle_

    def _answer(self, change: Mapping[str, Any]) -> None:
        action = change["new"]
        handler = self.actions().get(str(action.get("do")))
        if handler is None:
            return
        try:
            notice = handler(action)
        except Refused as refused:
            notice = refused.notice
        except FileProblem as problem:
            notice = Notice("problem", problem.fr, problem.en)
        except OSError as error:
            notice = Notice(
                "problem",
                f"Impossible d'enregistrer ({error.strerror}). Rien n'a changé.",
                f"It could not be saved ({error.strerror}). Nothing has changed.",
            )
        except (KeyError, TypeError, ValueError) as error:
            notice = Notice(
                "problem",
                f"Cette demande n'a pas été comprise ({type(error).__name__}). "
                "Rien n'a changé.",
                f"That request was not understood ({type(error).__name__}). "
                "Nothing has changed.",
            )
        self.notice = (notice or _QUIET).as_dict()
        self.done = str(action.get("id", ""))


_on_screen: "weakref.WeakSet[KitWidget]" = weakref.WeakSet()


def _speak(lang: str) -> None:
    for widget in list(_on_screen):
        widget.lang = lang


when_language_changes(_speak)
