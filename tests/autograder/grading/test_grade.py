"""Marking one submission, from the notebook that came in to the outcomes."""

import json
import shutil
from typing import Any

import pytest

from autograder.assignment.version import AssignmentVersion
from autograder.grading.grade import Job, grade
from labs.outcome import State


def test_the_reference_solution_earns_every_automatic_point(
    grade_it: Any, solved: Any
) -> None:
    solved.write(essay="Parce que.")

    result = grade_it(solved).result

    assert {e.id: e.state.value for e in result.exercises} == {
        "mean": "passed",
        "table": "passed",
        "learn": "passed",
        "answer": "passed",
        "essay": "waiting",
    }
    assert (result.points, result.possible) == (9.0, 11.0)


def test_the_released_notebook_earns_nothing_and_is_untouched(
    mark: Any, blank: Any
) -> None:
    for lang in ("fr", "en"):
        marked = mark(blank, lang=lang)

        assert {each.state for each in marked.values()} == {State.UNTOUCHED}


def test_a_failing_answer_says_why_in_both_languages_with_its_code(
    mark: Any, solved: Any
) -> None:
    solved.write(mean="def mean(values):\n    return sum(values)")

    mean = mark(solved)["mean"]

    assert (mean.state, mean.points, mean.code) == (State.FAILED, 0, "M8")
    assert mean.fr == "La moyenne de 1 et 2 est 1,5."
    assert mean.en == "The mean of 1 and 2 is 1.5."


def test_part_of_an_answer_earns_part_of_the_points(mark: Any, solved: Any) -> None:
    solved.write(table="table = [0, 1, 4, 8]")

    table = mark(solved)["table"]

    assert (table.state, table.points) == (State.PARTIAL, 2.25)


def test_warnings_and_prints_never_cost_marks(mark: Any, solved: Any) -> None:
    noise = "import sys, warnings\nwarnings.warn('hm'); print('x', file=sys.stderr)\n"
    for name in ("table", "answer"):
        answer = solved.cell(f"{name}-answer")
        answer["source"] = noise + "".join(answer["source"])

    marked = mark(solved)

    assert marked["table"].state is State.PASSED
    assert marked["answer"].state is State.PASSED


def test_an_error_is_translated_with_its_line(mark: Any, solved: Any) -> None:
    solved.write(table="\ntable = [0, 1\n")

    table = mark(solved)["table"]

    assert table.state is State.FAILED
    assert table.code == "error"
    assert "SyntaxError" in table.fr
    assert "ligne" in table.fr
    assert "line" in table.en


def test_an_error_when_a_test_calls_is_told_without_what_was_sent(
    mark: Any, solved: Any
) -> None:
    solved.write(mean="def mean(values):\n    raise ValueError(str(values))")

    mean = mark(solved)["mean"]

    assert "ValueError" in mean.fr
    assert "[" not in mean.fr


def test_a_name_that_is_spelt_otherwise_is_named(mark: Any, solved: Any) -> None:
    solved.write(table="tableau = [0, 1, 4, 9]")

    table = mark(solved)["table"]

    assert table.code == "missing"
    assert "`table`" in table.fr


def test_a_written_answer_waits_for_a_person_only_when_there_is_one(
    mark: Any, blank: Any, solved: Any
) -> None:
    assert mark(blank)["essay"].state is State.UNTOUCHED

    essay = mark(solved.write(essay="Mon avis."))["essay"]

    assert (essay.state, essay.points) == (State.WAITING, 0)


def test_input_widgets_and_cells_out_of_order_do_not_stop_the_rest(
    mark: Any, solved: Any
) -> None:
    solved.before("mean-answer", "name = input('?')")
    solved.before("table-answer", "import ipywidgets\nipywidgets.Button()")
    solved.before("table-answer", "print(not_yet_defined)")

    marked = mark(solved)

    assert {marked[name].state for name in ("mean", "table", "learn", "answer")} == {
        State.PASSED
    }


def test_a_class_with_predict_is_a_model_as_good_as_any(mark: Any, solved: Any) -> None:
    solved.write(
        learn="class Mine:\n    def __init__(self, p, l): self.p, self.l = p, l\n"
        "    def predict(self, points):\n"
        "        return [self.l[((self.p - q) ** 2).sum(1).argmin()] for q in points]\n"
        "def learn(points, labels): return Mine(points, labels)"
    )

    assert mark(solved)["learn"].state is State.PASSED


def test_an_unreadable_file_marks_every_exercise_unreadable(grade_it: Any) -> None:
    graded = grade_it(b"%PDF-1.7")

    assert {each.code for each in graded.result.exercises} == {"unreadable"}
    assert graded.result.points == 0
    assert "PDF" in graded.feedback_html


def test_a_lost_tail_says_so(mark: Any, solved: Any) -> None:
    text = solved.bytes()

    answer = mark(text[: text.index(b"answer = 42")])["answer"]

    assert (answer.state, answer.code) == (State.UNTOUCHED, "damaged")


def test_marks_depend_on_the_digest_only(grade_it: Any, solved: Any) -> None:
    first, second = (grade_it(solved).result.exercises for _ in range(2))

    assert first == second


def test_html_and_scripts_of_a_learner_do_not_live_in_the_page(
    grade_it: Any, solved: Any
) -> None:
    evil = "<script>alert(1)</script><img src=x onerror=alert(1)>"
    solved.write(
        essay=f"{evil} [a](javascript:alert(1)) ![b](http://example.org/b.png)",
        answer=f"from IPython.display import HTML, SVG\ndisplay(HTML('''{evil}'''))\n"
        f"print('''{evil}''')\nanswer = 42",
    )
    solved.before("mean", f"'''{evil}'''")

    graded = grade_it(solved)

    page = graded.feedback_html
    assert "<script" not in page
    assert "<img src=x" not in page
    assert 'href="javascript' not in page
    assert 'example.org/b.png"' not in page
    assert b"text/html" not in graded.autograded


@pytest.fixture
def with_test(built: Any, tmp_path: Any) -> Any:
    """The small lab, one of its tests replaced."""

    def replaced(test: Any, source: Any) -> Any:
        folder = tmp_path / "version"
        shutil.copytree(built.folder, folder)
        path = folder / "tests" / "tests.json"
        tests = json.loads(path.read_text())
        tests["sources"][test] = source
        path.write_text(json.dumps(tests))
        return AssignmentVersion.load(folder)

    return replaced


@pytest.mark.parametrize(
    "source",
    [
        "1 / 0",
        "import no_such_library",
        "not python",
        "typo_in_the_test",
        "import os; os._exit(1)",
        "raise RuntimeError('271828182845')",
        "mean(object())",
    ],
)
def test_a_test_that_breaks_on_its_own_marks_nobody_down(
    with_test: Any, solved: Any, source: Any
) -> None:
    version = with_test("answer", source)
    job = Job("T0-01", "fr", {"T0-01.ipynb": solved.bytes()}, "00")

    result = grade(job, version).result

    states = {each.id: each.state for each in result.exercises}
    assert states.pop("answer") is State.COULD_NOT_MARK
    states.pop("essay")
    assert set(states.values()) == {State.PASSED}
    assert "271828182845" not in str(result)


def test_a_value_of_another_kind_fails_the_learner_only_where_the_test_is_proven(
    with_test: Any, solved: Any, built: Any
) -> None:
    version = with_test("answer", "assert answer + 1 == 43")
    solved.write(answer="answer = 'quarante-deux'")
    job = Job("T0-01", "fr", {"T0-01.ipynb": solved.bytes()}, "00")

    proven = {e.id: e for e in grade(job, version).result.exercises}["answer"]
    path = version.tests / "tests.json"
    path.write_text(json.dumps({**version.read_tests(), "unproven": ["answer"]}))
    unproven = {e.id: e for e in grade(job, version).result.exercises}["answer"]

    assert (proven.state, proven.code) == (State.FAILED, "unexpected")
    assert unproven.state is State.COULD_NOT_MARK


def test_every_test_of_the_small_lab_is_proven(built: Any) -> None:
    assert built.read_tests()["unproven"] == []


TELLS = """
import hidden

said = mean([hidden.SECRET, hidden.SECRET])
expect(said == 1, "M7", fr=f"Ta réponse : {said}.", en=f"Your answer: {said}.")
"""


@pytest.mark.parametrize(
    ("answer", "told"),
    [
        ("str(int(values[0]))", "Your answer: …."),
        ("int(values[0])", "Your answer: …."),
        ("' '.join(str(int(values[0])))", "Your answer: …."),
        ("12", "Your answer: 12."),
    ],
)
def test_what_answers_with_a_hidden_question_is_not_repeated(
    with_test: Any, solved: Any, answer: str, told: str
) -> None:
    solved.write(mean=f"def mean(values):\n    return {answer}")
    job = Job("T0-01", "fr", {"T0-01.ipynb": solved.bytes()}, "00")

    graded = grade(job, with_test("mean", TELLS))

    said = {each.id: each for each in graded.result.exercises}["mean"]
    assert (said.code, said.en) == ("M7", told)
    assert "271828182845" not in graded.feedback_html.replace(" ", "")
    assert b"271828182845" not in graded.autograded.replace(b" ", b"")
