"""A value is taken once, whole: the learner's side and the examiner's, face to face.

Each case is a program of a learner's and a test of an author's. Between them stands
only what the sandbox has too: JSON.
"""

import contextlib
import json
import textwrap
from typing import Any

import pytest

from autograder.examiner.namespace import Imports, Names
from autograder.examiner.program import HandedIn, _execute
from autograder.examiner.remote import Probe, RemoteError, RemoteTooLarge
from autograder.runner.probe import Probed, _answer

LIBRARIES = ("import numpy as np", "import pandas as pd")


@contextlib.contextmanager
def unlimited(*_: float) -> Any:
    yield


class Asked:
    """A learner's program that has run; remembers what it was asked."""

    def __init__(self, program: str) -> None:
        self.names: dict[str, Any] = {}
        exec("\n".join(LIBRARIES) + "\n" + textwrap.dedent(program), self.names)  # noqa: S102
        self._probed = Probed(self.names)
        self.questions: list[str] = []

    def __call__(self, request: dict[str, Any]) -> Any:
        self.questions.append(request["do"])
        limits = {"cpu_s": 1, "wall_s": 1}
        sent = json.loads(json.dumps(request)) | limits
        return json.loads(json.dumps(_answer(self._probed, sent, unlimited)))


def seen(program: str, test: str) -> Any:
    return test_of(Asked(program), test)


def test_of(learner: Any, test: str) -> Any:
    return _execute(
        textwrap.dedent(test), Names({}, Imports(LIBRARIES), Probe(learner))
    )


test_of.__test__ = False  # type: ignore[attr-defined]

OWN_SEQUENCE = """
class Squares:
    def __len__(self): return 4
    def __getitem__(self, at):
        if at >= 4: raise IndexError(at)
        return at * at
x = Squares()
"""

HONEST: dict[str, tuple[str, Any]] = {
    "a generator": ("x = (i * i for i in range(4))", [0, 1, 4, 9]),
    "an iterator": ("x = iter([0, 1])", [0, 1]),
    "a zip": ("x = zip([0, 1], 'ab')", [(0, "a"), (1, "b")]),
    "a range": ("x = range(3)", [0, 1, 2]),
    "bytes": ("x = bytes([0, 1])", [0, 1]),
    "a deque": ("from collections import deque; x = deque([0, 1], 5)", [0, 1]),
    "an array": ("from array import array; x = array('d', [0, 1])", [0.0, 1.0]),
    "a UserList": ("from collections import UserList; x = UserList([0, 1])", [0, 1]),
    "a UserString": ("from collections import UserString; x = UserString('ab')", "ab"),
    "a UserDict": (
        "from collections import UserDict; x = UserDict(a=[1])",
        {"a": [1]},
    ),
    "a sequence of one's own": (OWN_SEQUENCE, [0, 1, 4, 9]),
    "a data set that never says IndexError": (
        """
        class Data:
            def __init__(self): self.transform = None
            def __len__(self): return 3
            def __getitem__(self, at): return at, at % 2
        x = Data()
        """,
        [(0, 0), (1, 1), (2, 0)],
    ),
    "a class that can only be walked": (
        """
        class Walk:
            def __iter__(self):
                yield from "ab"
        x = Walk()
        """,
        ["a", "b"],
    ),
    "a set of one's own": (
        """
        from collections.abc import Set
        class Bag(Set):
            def __contains__(self, item): return item in (1, 2)
            def __len__(self): return 2
            def __iter__(self): return iter((1, 2))
        x = Bag()
        """,
        frozenset({1, 2}),
    ),
    "a mapping of one's own": (
        """
        from collections.abc import Mapping
        class Table(Mapping):
            def __len__(self): return 2
            def __iter__(self): return iter("ab")
            def __getitem__(self, key): return ord(key)
        x = Table()
        """,
        {"a": 97, "b": 98},
    ),
    "views": ("x = [{'a': 1}.keys(), {'a': 1}.items()]", [{"a"}, {("a", 1)}]),
    "values": ("x = {'a': 1}.values()", [1]),
    "sets in a set": (
        "x = {frozenset({1}), frozenset({2})}",
        {frozenset({1}), frozenset({2})},
    ),
    "generators in a list": (
        "x = [(i for i in 'ab'), (i for i in 'c')]",
        [["a", "b"], ["c"]],
    ),
    "a sparse matrix": (
        "from scipy.sparse import eye; x = eye(2).tocsr().toarray().tolist()",
        [[1.0, 0.0], [0.0, 1.0]],
    ),
    "a chain map": (
        "from collections import ChainMap; x = ChainMap({'a': 1})",
        {"a": 1},
    ),
    "one long number many times": ("x = [2**70] * 1000", [2**70] * 1000),
    "all powers of two that travel": (
        "x = {2**k for k in range(4000)}",
        {2**k for k in range(4000)},
    ),
}


@pytest.mark.parametrize("name", HONEST)
def test_what_can_be_walked_through_is_plain_data(name: str) -> None:
    program, value = HONEST[name]
    learner = Asked(program)

    assert test_of(learner, "[x, x, len(list(x)), x]") == [
        value,
        value,
        len(value),
        value,
    ]
    assert learner.questions == ["get"]


def test_an_answer_is_taken_like_a_name() -> None:
    learner = Asked("def f(n): return (i * i for i in range(n))")

    assert test_of(learner, "y = f(3)\n[y, list(y), len(y)]") == [
        [0, 1, 4],
        [0, 1, 4],
        3,
    ]
    assert learner.questions == ["get", "call"]


def test_libraries_values_are_plain_data_too() -> None:
    program = """
    from scipy.sparse import eye
    sparse = eye(2).tocsr()
    categories = pd.Categorical(["a", "b", "a"])
    named = np.array([(1, 2.5), (3, 4.5)], dtype=[("x", int), ("y", float)])
    """
    assert seen(program, "sparse.tolist()") == [[1, 0], [0, 1]]
    assert seen(program, "list(categories)") == ["a", "b", "a"]
    assert seen(program, "[named['y'].tolist(), len(named), named[1]['x']]") == [
        [2.5, 4.5],
        2,
        3,
    ]


LIARS = {
    "five items and gives none": (
        "class X:\n    def __len__(self): return 5\n"
        "    def __iter__(self): return iter(())",
        0,
    ),
    "none and gives two": (
        "class X:\n    def __len__(self): return 0\n"
        "    def __iter__(self): return iter('ab')",
        2,
    ),
    "a length that is none": (
        "class X:\n    def __len__(self): return -1\n"
        "    def __iter__(self): return iter('ab')",
        2,
    ),
    "five places and has one": (
        "class X:\n    def __len__(self): return 5\n"
        "    def __getitem__(self, at): return [7][at]",
        1,
    ),
    "a list of five as UserList": (
        "from collections import UserList\nclass X(UserList):\n"
        "    def __len__(self): return 5",
        0,
    ),
    "five keys and has none": (
        "from collections.abc import Mapping\nclass X(Mapping):\n"
        "    def __len__(self): return 5\n    def __iter__(self): return iter(())\n"
        "    def __getitem__(self, key): return 1",
        0,
    ),
}


@pytest.mark.parametrize("name", LIARS)
@pytest.mark.parametrize("where", ["x", "f()", "o.x", "d['x']"])
def test_a_length_is_the_number_of_items_that_came(name: str, where: str) -> None:
    source, length = LIARS[name]
    program = (
        f"{source}\nx = X()\ndef f(): return x\ndef o(): pass\no.x = x\nd = {{'x': x}}"
    )

    assert seen(program, f"[len({where}), len(list({where}))]") == [length, length]


MOODY = """
import itertools
mood = itertools.count()
class Moody:
    def __len__(self): return next(mood)
    def __iter__(self): return iter([next(mood)] * (1 + next(mood) % 3))
    def __getitem__(self, at): return next(mood)
x = Moody()
class Model(Moody):
    def predict(self, points): return Moody()
m = Model()
def f(): return Moody()
class Holder:
    @property
    def many(self): return [next(mood)]
    def __call__(self): pass
h = Holder()
"""


@pytest.mark.parametrize("value", ["x", "m", "h.many"])
def test_asking_again_gives_the_same(value: str) -> None:
    again = f"""
    first = list({value})
    [list({value}) == first, len({value}) == len(first), [i for i in {value}] == first]
    """
    assert seen(MOODY, again) == [True, True, True]


@pytest.mark.parametrize("value", ["f()", "m.predict(1)", "h.many"])
def test_an_answer_that_a_test_holds_stays(value: str) -> None:
    held = f"""
    held = {value}
    first = list(held)
    f()
    [list(held) == first, len(held) == len(first), held[0] == first[0]]
    """
    assert seen(MOODY, held) == [True, True, True]


def test_a_models_items_stay_though_it_is_called_in_between() -> None:
    """`all(…)` over a model that has emptied itself would be true."""
    emptied = """
    class Layers:
        left = [1, 2]
        def forward(self, x): self.left = []
        def __len__(self): return 2
        def __iter__(self): return iter(self.left)
    net = Layers()
    """
    test = "a = [i for i in net]\nnet.forward(1)\n[len(net), [i for i in net] == a]"

    assert seen(emptied, test) == [2, True]


def test_what_a_model_has_learnt_is_read_anew_after_a_call() -> None:
    program = """
    class Model:
        weights = [0.0]
        def fit(self, x): self.weights = [1.0]
    model = Model()
    """
    test = "before = model.weights\nmodel.fit(1)\n[before, model.weights]"

    assert seen(program, test) == [[0.0], [1.0]]


MODELS = {
    "a list that predicts": (
        "class M(list):\n    def predict(self, x): return 7\nm = M([1])"
    ),
    "a dict that predicts": (
        "class M(dict):\n    def predict(self, x): return 7\nm = M(a=1)"
    ),
    "a walk that predicts": (
        "class M:\n    def __iter__(self): return iter([1])\n"
        "    def predict(self, x): return 7\nm = M()"
    ),
    "a function put on it": (
        "from collections import UserList\nm = UserList([1])\nm.predict = lambda x: 7"
    ),
    "a pipeline": (
        "from sklearn.pipeline import make_pipeline\n"
        "from sklearn.dummy import DummyClassifier\n"
        "m = make_pipeline(DummyClassifier()).fit([[0]], [7])"
    ),
}


@pytest.mark.parametrize("name", MODELS)
def test_what_predicts_is_asked_and_has_the_items_that_came(name: str) -> None:
    learner = Asked(MODELS[name])

    answer = test_of(learner, "[m.predict([[0]]), len(m), len(list(m)), len(m)]")

    assert np_to_plain(answer[0]) == 7
    assert answer[1:] == [1, 1, 1]
    assert learner.questions.count("items") == 1


def np_to_plain(value: Any) -> Any:
    return value[0] if hasattr(value, "shape") else value


def test_a_network_of_torch_is_a_model_with_layers() -> None:
    program = """
    import torch
    net = torch.nn.Sequential(torch.nn.Linear(2, 1), torch.nn.ReLU())
    """
    test = (
        "[len(net), len(list(net)), net[0].weight.shape, net(np.zeros((3, 2))) is None]"
    )
    with pytest.raises(RemoteError):  # numpy arrays are no tensors: the learner's error
        seen(program, test)

    assert seen(program, "[len(net), len(list(net)), net[0].weight.shape]") == [
        2,
        2,
        (1, 2),
    ]


def test_a_call_gets_arguments_of_its_own_which_it_may_write_into() -> None:
    program = """
    kept = []
    def spoil(array, words):
        kept.append((array, words))
        for old, said in kept: old[:] = -1; said.clear()
        return array.sum()
    """
    test = """
    array, words = np.arange(3.0), ["a"]
    sums = [spoil(array, words), spoil(array, words)]
    [sums, array.tolist(), words]
    """
    assert seen(program, test) == [[-3.0, -3.0], [0.0, 1.0, 2.0], ["a"]]


def test_an_array_that_was_taken_cannot_be_written_into() -> None:
    program = "x = np.arange(3)\no = np.array([1, None])\ns = np.zeros(2, dtype='i,f')"
    for name in "xos":
        with pytest.raises(ValueError, match="read-only"):
            seen(program, f"{name}[0] = {name}[1]")


ENDLESS = {
    "counts": "import itertools; x = itertools.count()",
    "grows as it is walked": (
        "class G:\n    def __iter__(self):\n        yield from iter(int, 1)\nx = G()"
    ),
    "has as many places as one likes": (
        "class G:\n    def __len__(self): return 10**18\n"
        "    def __getitem__(self, at): return 0\nx = G()"
    ),
    "says no length and no end": (
        "class G:\n    def __getitem__(self, at): return 0\nx = G()"
    ),
    "walks itself": "class G:\n    def __iter__(self): return iter([self])\nx = G()",
    "long words": "x = ('x' * 1_000_000 for _ in iter(int, 1))",
    "long numbers": "x = (1 << 4000 for _ in iter(int, 1))",
    "large arrays": "x = (np.zeros(1_000_000) for _ in iter(int, 1))",
    "one array, as often as one likes": "x = np.broadcast_to(1.0, (10**6, 10**6))",
    "one object, as often as one likes": (
        "x = np.broadcast_to(np.array([None]), (10**9,))"
    ),
    "one tensor, as often as one likes": (
        "import torch; x = torch.zeros(1).expand(10**12)"
    ),
    "a sparse matrix": (
        "from scipy.sparse import csr_matrix; x = csr_matrix((10**6, 10**6))"
    ),
    "an index that is a range": "x = pd.RangeIndex(10**12)",
    "rows of nothing": "x = np.zeros((10**8, 0))",
    "a label": "x = pd.Series([1], name='x' * 20_000)",
    "columns": "x = pd.DataFrame(np.zeros((1, 20_000)))",
    "keys of a mapping": (
        "from collections.abc import Mapping\nclass G(Mapping):\n"
        "    def __len__(self): return 1\n    def __getitem__(self, key): return 1\n"
        "    def __iter__(self): return iter(int, 1)\n"
        "x = G()"
    ),
}


@pytest.mark.parametrize("name", ENDLESS)
@pytest.mark.parametrize("where", ["x", "f()", "m.x"])
def test_what_has_no_end_is_refused_before_it_is_built(name: str, where: str) -> None:
    program = f"{ENDLESS[name]}\ndef f(): return x\ndef m(): pass\nm.x = x"

    with pytest.raises(RemoteTooLarge):
        seen(program, where)


def test_a_model_without_end_has_no_length() -> None:
    program = """
    class Model:
        def predict(self, x): return 0
        def __len__(self): return 5
        def __iter__(self): return iter(int, 1)
    model = Model()
    """
    with pytest.raises(RemoteTooLarge):
        seen(program, "len(model)")


def test_an_object_with_a_length_alone_tells_it_once() -> None:
    program = """
    import itertools
    class Words:
        count = itertools.count(3)
        def __len__(self): return next(self.count)
    words = Words()
    """
    assert seen(program, "[len(words), len(words)]") == [3, 3]
    with pytest.raises(TypeError):
        seen(program, "list(words)")


@pytest.mark.parametrize(
    "answer",
    [
        {"missing": True},
        {},
        {"value": []},
        {"value": {"t": "list", "v": 3}},
        {"value": {"t": "series", "v": [], "index": []}},
    ],
    ids=str,
)
def test_an_answer_that_is_none_is_the_learners_fault(answer: Any) -> None:
    ref = {"t": "ref", "ref": 0, "callable": True, "module": False, "kind": "f"}

    def forge(request: Any) -> Any:
        return {"value": ref} if request["do"] == "get" else answer

    with pytest.raises(RemoteError):
        test_of(forge, "f(1)")


def test_of_an_error_only_short_words_are_kept() -> None:
    said = {
        "kind": "E" * 10**6,
        "kinds": ["K" * 10**6, 7] * 50,
        "message": {"deep": [1]},
        "line": 10**30,
        "name": "n",
        "more": [1],
    }

    details = RemoteError(said).details

    assert set(details) == {"kind", "kinds", "name"}
    assert len(json.dumps(details)) < 2_000


def test_what_is_made_of_a_learners_array_and_too_large_to_send_is_theirs() -> None:
    """float64 is eight times as long as the uint8 that the learner has."""
    program = "x = np.zeros(10_000_000, dtype='uint8')\ndef f(x): return 0"

    with pytest.raises(TypeError, match="sends too much"):
        seen(program, "f(x.astype(float))")


def test_who_has_said_a_length_without_items_has_none_later() -> None:
    """Three by its word and none to look at: `all(…)` would be true."""
    ref = {"t": "ref", "ref": 0, "callable": True, "module": False, "kind": "f"}
    said: list[Any] = [
        {"value": ref},
        {"error": {"kind": "TypeError"}},
        {"value": 3},
        {"value": {"t": "list", "v": []}},
    ]

    with pytest.raises(TypeError):
        test_of(lambda _: said.pop(0), "[len(m), list(m)]")


def test_a_property_is_read_once() -> None:
    program = """
    class Model:
        reads = 0
        @property
        def score(self):
            self.reads += 1
            return self.reads
        def predict(self, x): return x
    model = Model()
    """
    assert seen(program, "[model.score, model.score]") == [1, 1]


def test_a_file_that_code_has_made_is_read_once() -> None:
    answers = iter([{"value": "good"}, {"value": "other"}])
    files = HandedIn({}, Probe(lambda _: next(answers)))

    assert [files.get("a.json"), files.get("a.json")] == [b"good", b"good"]
