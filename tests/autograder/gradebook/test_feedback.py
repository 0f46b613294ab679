"""What a learner's page may hold."""

from autograder.gradebook.feedback import (
    FeedbackPage,
    safe_markdown,
    without_hidden_tests,
)
from autograder.runtime.bounded import PageBudget


def test_hidden_tests_are_taken_out_even_when_the_end_is_missing() -> None:
    begin, end = "### BEGIN HIDDEN TESTS", "### END HIDDEN TESTS"

    assert without_hidden_tests(f"a\n  {begin}\nsecret\n  {end}\nb") == "a\nb"
    assert without_hidden_tests(f"a\n{begin}\nsecret") == "a\n"


def test_markdown_keeps_its_form_and_loses_what_runs_or_fetches() -> None:
    html = safe_markdown(
        "# T\n\n**b** <script>x</script> [l](javascript:x) ![i](http://h/i.png)"
    )

    assert "<h1>T</h1>" in html
    assert "<strong>b</strong>" in html
    assert "<script" not in html
    assert "javascript:" not in html
    assert "<img" not in html


def test_what_is_too_slow_to_format_is_shown_as_it_was_typed() -> None:
    filters = FeedbackPage().bounded_filters(PageBudget(cpu_s=0))
    learner = {"resources": {"caire": {"lang": "fr"}}}

    html = filters["safe_markdown"](learner, "**so slow** <b>")

    assert "voici le texte tel quel" in html
    assert "<pre>**so slow** &lt;b&gt;</pre>" in html
