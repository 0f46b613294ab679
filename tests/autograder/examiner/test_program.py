"""The examiner: where names come from, what a verdict is, what a broken test costs."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograder.examiner.namespace import Definitions, Imports, Names
from autograder.examiner.program import Examiner, _execute, _score, _verdict_of
from autograder.examiner.remote import (
    BrokenTest,
    MissingName,
    Probe,
    Remote,
    RemoteError,
    RemoteTooLarge,
    Vanished,
)
from autograder.examiner.stopwatch import Overrun
from labs.kit.checks import Incorrect, NotAttempted, submitted_file


class Learner:
    """Answers the probe from a dict of JSON answers; remembers the questions."""

    def __init__(self, **names: Any) -> None:
        self.names = names
        self.questions: list[Any] = []

    def __call__(self, request: Any) -> Any:
        self.questions.append(request)
        if request["do"] == "get" and request["name"] in self.names:
            return {"value": self.names[request["name"]]}
        return {"missing": True}


def run(source: str, learner: Any, imports: Any = ()) -> Any:
    return _execute(source, Names({}, Imports(imports), Probe(learner)))


REF = {"t": "ref", "ref": 0, "callable": True, "module": False, "kind": "function"}


def test_an_unknown_name_is_the_learners_object_by_value() -> None:
    value = {"t": "list", "v": [1, 2]}

    assert run("sum(x)", Learner(x=value)) == 3


def test_names_resolve_inside_functions_lambdas_and_comprehensions() -> None:
    learner = Learner(x=2)

    assert run("[(lambda: x + y)() for y in [1, 2]]", learner) == [3, 4]


def test_builtins_are_never_the_learners() -> None:
    learner = Learner(sum=REF, len=REF)

    assert run("len([1, 2]) + sum([3])", learner) == 5
    assert learner.questions == []


def test_libraries_are_ours_even_when_the_learner_has_that_name() -> None:
    learner = Learner(np=REF)

    assert run("np.arange(3).sum()", learner, ["import numpy as np"]) == 3
    assert learner.questions == []


def test_a_library_of_the_learners_proves_nothing() -> None:
    module = {**REF, "module": True}

    with pytest.raises(MissingName):
        run("np.allclose(1, 2)", Learner(np=module))


def test_a_test_can_ask_whether_the_learner_has_a_name() -> None:
    learner = Learner(x=None)

    assert run("['x' in globals(), 'y' in globals()]", learner) == [True, False]
    assert run("globals().get('y', 7)", learner) == 7


CELLS = {
    "first": "limit = 2\ndef check(x): return x == 1\ndef strict(x): return x < limit",
    "second": "check(x)",
    "third": "def later(): return 1",
}


def run_alone(test_id: str, source: str, learner: Any) -> Any:
    """As after a kill: no cell has run in this process before."""
    earlier = Definitions.before(test_id, CELLS)
    return _execute(source, Names({}, Imports(()), Probe(learner), earlier))


def test_what_an_earlier_cell_defines_is_never_the_learners() -> None:
    """Whose code ends the examiner would write the rest of the tests."""
    learner = Learner(x=0, check=True, strict=True, limit=99)

    assert run_alone("second", "check(x)", learner) is False
    with pytest.raises(BrokenTest, match="limit"):
        run_alone("second", "strict(x)", learner)
    assert [question["name"] for question in learner.questions] == ["x"]


def test_what_a_later_cell_defines_may_be_the_learners() -> None:
    assert run_alone("second", "later", Learner(later=7)) == 7
    assert run_alone("third", "later", Learner(later=7)) == 7


def test_a_missing_name_says_which() -> None:
    with pytest.raises(MissingName, match="answer"):
        run("answer == 1", Learner())


def test_an_object_is_compared_by_nobody_but_us() -> None:
    learner = Learner(thing=REF)

    assert run("thing == 3 or thing != thing", learner) is False
    assert run("bool(thing)", learner) is True
    assert [q["do"] for q in learner.questions] == ["get", "get"]


def test_only_plain_data_and_the_learners_own_objects_can_be_sent() -> None:
    probe = Probe(lambda request: {"value": None})
    with pytest.raises(BrokenTest, match="plain data"):
        probe.encoded([object()])

    assert probe.encoded(Remote(probe, 4, "model", False)) == {"t": "ref", "ref": 4}


def test_a_test_asks_only_so_many_questions() -> None:
    probe = Probe(lambda request: {"value": 1})
    for _ in range(20_000):
        probe.value(do="get", name="x")

    with pytest.raises(RemoteTooLarge):
        probe.value(do="get", name="x")


@pytest.mark.parametrize(
    ("last", "kind", "score"),
    [
        (None, "passed", 3.0),
        (True, "passed", 3.0),
        (np.True_, "passed", 3.0),
        (3, "passed", 3.0),
        (1.5, "partial", 1.5),
        (np.float64(1), "partial", 1.0),
        (0, "failed", 0.0),
        (-2, "failed", 0.0),
        (float("nan"), "failed", 0.0),
        (99, "passed", 3.0),
        (float("inf"), "passed", 3.0),
    ],
)
def test_a_number_at_the_end_is_partial_credit_within_bounds(
    last: Any, kind: Any, score: Any
) -> None:
    assert _score(last, 3.0) == {"kind": kind, "score": score}


@pytest.mark.parametrize("last", [np.zeros(2), "full marks", 1j, [], Exception])
def test_what_is_no_number_is_no_credit(last: Any) -> None:
    """Made of the learner's values: the rows of a table add up to an array."""
    assert _score(last, 3.0)["kind"] == "surprised"


def test_a_text_that_closes_a_test_is_the_authors_remark() -> None:
    assert run("1 + 1\n'well done'", Learner()) is None
    assert run("1 + 1\n2.5", Learner()) == 2.5


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (NotAttempted(), "untouched"),
        (Incorrect("M7", "non", "no"), "failed"),
        (AssertionError(), "failed"),
        (MissingName("x"), "missing"),
        (RemoteError({"kind": "ValueError"}), "raised"),
        (Vanished(), "gone"),
        (ImportError("no such library"), "broken"),
        (RuntimeError(), "surprised"),
        (MemoryError(), "surprised"),
        (RecursionError(), "surprised"),
        (StopIteration(), "surprised"),
        (SystemError(), "surprised"),
        (OSError(), "surprised"),
        (Overrun(), "surprised"),
        (SystemExit(), "broken"),
        (KeyboardInterrupt(), "broken"),
        (NameError("typo"), "broken"),
        (BrokenTest(), "broken"),
        (TypeError(), "surprised"),
    ],
)
def test_every_way_a_test_ends_has_its_verdict(error: Any, kind: Any) -> None:
    probe = Probe(lambda request: {"value": 1})
    probe.value(do="get", name="x")

    assert _verdict_of(error, probe)["kind"] == kind


@pytest.mark.parametrize(
    "error", [TypeError(), RuntimeError(), MemoryError(), Overrun()]
)
def test_a_surprise_before_anything_was_asked_is_the_tests_own_fault(
    error: BaseException,
) -> None:
    assert _verdict_of(error, Probe(lambda request: {}))["kind"] == "broken"


NOISY = """
from labs.kit.noise import expect_at_least
import numpy as np

expect_at_least(
    lambda rng: np.mean(rng.random(40) < %s),
    0.8, "code", noise=0.1, fr="non", en="no",
)
"""


def examined(truth: float, seed: str) -> dict[str, Any]:
    """The verdict on a model that is right `truth` of the time; it is asked nothing."""
    channel: Any = None
    return Examiner(channel, seed, Imports(()), {}).run("id", NOISY % truth, 2.0)


def test_after_a_test_no_submission_is_at_hand(
    tmp_path: Path, monkeypatch: Any
) -> None:
    examined(1.0, "00")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.json").write_bytes(b"{}")

    assert submitted_file("a.json") == b"{}"


def test_draws_follow_from_the_submissions_seed() -> None:
    seeds = [f"{n:064x}" for n in range(60)]
    near = [examined(0.8, seed) for seed in seeds]

    assert near == [examined(0.8, seed) for seed in seeds]
    assert {verdict["kind"] for verdict in near} == {"passed", "failed"}
    said = [v["en"] for v in near if v["kind"] == "passed" and "en" in v]
    assert said
    assert all("more times" in sentence for sentence in said)
    assert {examined(0.4, seed)["kind"] for seed in seeds} == {"failed"}
