"""What a learner's page may hold."""

from autograder.gradebook.feedback import safe_markdown, without_hidden_tests


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
