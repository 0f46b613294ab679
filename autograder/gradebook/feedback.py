"""The page a learner gets: nbgrader's feedback step, with our template.

No script, no style or picture from elsewhere, no hidden test, and nothing of the
learner's that a browser would run: markdown is sanitised and the page forbids
scripts to itself.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

import bleach  # type: ignore[import-untyped]
import mistune
from jinja2 import pass_context
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.converters.generate_feedback import GenerateFeedback
from nbgrader.coursedir import CourseDirectory
from nbgrader.preprocessors import GetGrades, NbGraderPreprocessor
from traitlets.config import Config

from autograder.gradebook.page import Page
from autograder.gradebook.private_course import LEARNER, convert
from autograder.runtime.bounded import PageBudget
from labs.language import french
from labs.outcome import Outcome, State
from labs.words import state_word

TEMPLATES = Path(__file__).parent / "templates"
_HIDDEN = re.compile(
    r"^[^\n]*### BEGIN HIDDEN TESTS.*?(### END HIDDEN TESTS[^\n]*(\n|\Z)|\Z)",
    re.DOTALL | re.MULTILINE,
)


def feedback_html(
    course: CourseDirectory, lab: str, about: Sequence[Mapping[str, Any]], lang: str
) -> str:
    """The feedback page of an autograded private course.

    about: for each exercise {"title", "outcome": Outcome}, in order.
    """
    config = Config()
    config.HTMLExporter.template_name = "caire"
    config.HTMLExporter.extra_template_basedirs = [str(TEMPLATES)]
    config.HTMLExporter.sanitize_html = True
    config.HTMLExporter.filters = {"french": french}
    steps = [GetGrades, ForLearner(about, lang), CSSHTMLHeaderPreprocessor]
    convert(
        GenerateFeedback,
        course,
        config=config,
        exporter_class=FeedbackPage,
        preprocessors=steps,
    )
    page = Path(course.root) / "feedback" / LEARNER / lab / f"{lab}.html"
    return page.read_text("utf-8")


class ForLearner(NbGraderPreprocessor):
    """Takes out hidden tests and hands the outcomes to the template."""

    def __init__(self, about: Sequence[Mapping[str, Any]], lang: str) -> None:
        super().__init__()
        self._about, self._lang = about, lang

    def preprocess(self, notebook: Any, resources: Any) -> tuple[Any, Any]:
        by_id: dict[str, Outcome] = {
            each["outcome"].id: each["outcome"] for each in self._about
        }
        left = _MAX_SHOWN
        for cell in notebook.cells:
            if cell.cell_type == "code":
                cell.source = without_hidden_tests(cell.source)
            # Colouring and Markdown are slow on texts that no learner writes by hand.
            if len(cell.source) > min(left, _MAX_CELL):
                cell.source = cell.source[: min(left, _MAX_CELL)] + "\n…"
            left = max(0, left - len(cell.source))
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id")
            if grade_id in by_id and cell.cell_type == "code":
                cell.outputs = []  # the template says it, better
        resources["caire"] = {
            "lang": self._lang,
            "about": self._about,
            "by_id": by_id,
            "words": WORDS[self._lang],
            "states": {each.value: state_word(each, self._lang) for each in State},
        }
        return notebook, resources


class FeedbackPage(Page):
    """The page with the learner's Markdown, as it was typed where it is too slow."""

    def bounded_filters(self, budget: PageBudget) -> dict[str, Callable[..., str]]:
        @pass_context
        def markdown(context: Any, text: str) -> str:
            html = budget.call(safe_markdown, text)
            if html is not None:
                return html
            why = WORDS[context["resources"]["caire"]["lang"]]["as typed"]
            return f"<p><em>{why}</em></p><pre>{escape(text)}</pre>"

        return {**super().bounded_filters(budget), "safe_markdown": markdown}


def safe_markdown(text: str) -> str:
    """Markdown as HTML in which nothing runs and nothing is fetched.

    Raw HTML is shown as text; what Markdown makes is then cut to a list of tags.
    """
    made = str(_markdown(text))
    return str(bleach.clean(made, tags=_TAGS, attributes=_ATTRIBUTES, protocols=_LINKS))


_markdown = mistune.create_markdown(escape=True, plugins=["table", "strikethrough"])
_MAX_CELL = 20_000  # characters
_MAX_SHOWN = 400_000
_TAGS = frozenset(
    [
        "a",
        "blockquote",
        "br",
        "code",
        "del",
        "em",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "hr",
        "li",
        "ol",
        "p",
        "pre",
        "strong",
        "table",
        "tbody",
        "td",
        "th",
        "thead",
        "tr",
        "ul",
    ]
)
_ATTRIBUTES = {"a": ["href", "title"]}
_LINKS = frozenset({"https", "http", "mailto"})


def without_hidden_tests(source: str) -> str:
    """An unclosed region hides everything to the end of the cell."""
    return _HIDDEN.sub("", source)


WORDS = {
    "fr": {
        "title": "Retour sur ton travail",
        "points": "points",
        "exercise": "Exercice",
        "result": "Résultat",
        "why": "Pourquoi",
        "notebook": "Ton notebook, tel qu’il a été exécuté",
        "comment": "Commentaire",
        "picture": "Image produite par ton code",
        "as typed": "Trop long à mettre en forme : voici le texte tel quel.",
    },
    "en": {
        "title": "Feedback on your work",
        "points": "points",
        "exercise": "Exercise",
        "result": "Result",
        "why": "Why",
        "notebook": "Your notebook, as it was run",
        "comment": "Comment",
        "picture": "Picture made by your code",
        "as typed": "Too long to format: here is the text as it was typed.",
    },
}
