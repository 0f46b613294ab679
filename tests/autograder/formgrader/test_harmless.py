"""What of a learner's notebook is shown to staff."""

import json
import re

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.formgrader.harmless import HarmlessExporter, clean_html, shown
from autograder.runtime.bounded import PageBudget

HOSTILE = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    '<a href="javascript:alert(1)">x</a>',
    '<a href="java\tscript:alert(1)">x</a>',
    '<svg onload="alert(1)"><script>alert(1)</script></svg>',
    '<iframe srcdoc="<script>alert(1)</script>"></iframe>',
    '<form action="/hub/logout"><button formaction="javascript:x()">x</button></form>',
    '<meta http-equiv="refresh" content="0;url=https://evil.example">',
    '<base href="https://evil.example/">',
    '<link rel="stylesheet" href="https://evil.example/x.css">',
    '<style>body{display:none}</style><p style="position:fixed">x</p>',
    '<input class="score tabbable" id="sum-check" value="2">',
    '<p class="score nbgrader_cell" id="why">x</p>',
    '<img src="data:image/svg+xml;base64,PHN2Zz4=">',
    '<img src="data:text/html,<script>alert(1)</script>">',
    '<img src="https://evil.example/tracks-the-marker.png">',
    '<math><mi//xlink:href="data:x,<script>alert(1)</script>">',
    '<noscript><p title="</noscript><img src=x onerror=alert(1)>">',
    "<a href='data:text/html;base64,PHNjcmlwdD4='>x</a>",
    "<template><script>alert(1)</script></template><textarea><script>alert(1)",
]
_BAD = re.compile(
    r"<(script|svg|iframe|form|button|meta|base|link|style|input|math|textarea|template)"
    r"|<[^>]*\s(on\w+|style|id|srcdoc|formaction)\s*="
    r"|<[^>]*(javascript:|data:text|data:image/svg|evil\.example)"
    r"|<[^>]*class=\"[^\"]*(score|nbgrader)",
    re.IGNORECASE,
)


@pytest.mark.parametrize("html", HOSTILE)
def test_a_learners_html_cannot_act(html: str) -> None:
    assert not _BAD.search(clean_html(html))


def test_plain_writing_stays_as_it_was() -> None:
    kept = '<h2>Pourquoi</h2><p>Parce que <strong>oui</strong> : <a href="https://a.b">x</a></p>'

    assert clean_html(kept) == kept


def test_a_notebook_is_shown_without_what_acts() -> None:
    picture = "iVBORw0KGgo="
    book = new_notebook(
        metadata={"widgets": {"x": 1}, "title": "<script>"},
        cells=[
            new_code_cell(
                "1",
                metadata={
                    "nbgrader": {"grade_id": "<b>", "grade": True, "points": 1},
                    "tags": ['"><script>'],
                },
                outputs=[
                    new_output("display_data", data={"application/javascript": "x"}),
                    new_output("display_data", data={"image/png": '"><script>'}),
                    new_output("display_data", data={"image/png": picture}),
                    new_output(
                        "execute_result",
                        data={"text/html": "<script>1</script><b>2</b>"},
                    ),
                    new_output("stream", text="x" * 900_000),
                ],
            ),
            new_markdown_cell(
                "![](attachment:a)", attachments={"a": {"text/html": "x"}}
            ),
        ],
    )

    copy = shown(book)

    text = json.dumps(copy)
    assert "script" not in text
    assert "attachments" not in text.replace("attachment:a", "")
    assert picture in text
    assert "<b>2</b>" in text
    assert len(text) < 300_000
    assert copy.cells[0].metadata == {}


SLOW = {
    "brackets": "[" * 19_000,
    "tables": "|a|b|\n|-|-|\n" + "|x" * 9_000,
    "tags": "<a " * 6_000,
    "references": "[a]: b\n" * 2_000 + "[a]" * 1_500,
}


def test_a_page_of_slow_texts_is_shown_as_typed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """A thousand cells that take a second each would hold a class's page for hours."""
    monkeypatch.setattr(PageBudget.__init__, "__defaults__", (0.3,))
    cells = [
        make(f"{number} {text}")
        for number in range(4)
        for text in SLOW.values()
        for make in (new_markdown_cell, new_code_cell)
    ]
    first = [new_markdown_cell("**short**"), new_markdown_cell("<script>1</script>")]

    page, _ = HarmlessExporter().from_notebook_node(new_notebook(cells=first + cells))

    assert "<strong>short</strong>" in page
    assert re.search(r"<pre>\d (\[\[|\|a|&lt;a|\[a)", page)  # as it was typed
    assert "3 [a]" not in page  # beyond what a marker reads
    assert "<script>1</script>" not in page


def test_the_next_page_is_formatted_again() -> None:
    exporter = HarmlessExporter()
    long = "**bold** " * 400

    slow, _ = exporter.from_notebook_node(
        new_notebook(cells=[new_markdown_cell(f"{n} {'[' * 19_000}") for n in range(2)])
    )
    page, _ = exporter.from_notebook_node(new_notebook(cells=[new_markdown_cell(long)]))

    assert "[[[[" in slow
    assert "<strong>bold</strong>" in page
