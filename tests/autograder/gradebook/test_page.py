"""That our exporter makes nbconvert's own page, but for its last step."""

from bs4 import BeautifulSoup
from nbconvert.exporters import HTMLExporter
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from autograder.gradebook.page import Page

BOOK = new_notebook(
    cells=[
        new_markdown_cell("# Heading of one", id="a"),
        new_code_cell(
            "total = 1 + 2",
            outputs=[new_output("stream", text="3")],
            id="b",
        ),
    ],
    metadata={"language_info": {"name": "python", "pygments_lexer": "ipython3"}},
)


def test_the_page_is_nbconverts() -> None:
    theirs, _ = HTMLExporter().from_notebook_node(BOOK)
    ours, _ = Page().from_notebook_node(BOOK)

    soup = BeautifulSoup(ours, features="html.parser")
    for each in soup.select(
        ".jp-Notebook div.jp-Cell-inputWrapper, .jp-Notebook div.jp-OutputArea-output"
    ):
        each.attrs["tabindex"] = "0"  # the last step, which our template does not need
    assert str(soup) == theirs


def test_a_second_page_has_its_own_content() -> None:
    other = new_notebook(cells=[new_markdown_cell("Another", id="c")])
    Page().from_notebook_node(BOOK)

    page, _ = Page().from_notebook_node(other)

    assert "Another" in page
    assert "Heading of one" not in page
