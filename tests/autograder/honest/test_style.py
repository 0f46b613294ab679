"""The same answer, written otherwise: classes, lambdas, names, layout."""

from typing import Any

import pytest

from tests.autograder.honest.cases import answers, helpers, leftovers, name_of

MEAN = {
    "a lambda": "mean = lambda values: sum(values) / len(values)",
    "a partial": """
        from functools import partial
        def power_mean(values, p):
            return (sum(v**p for v in values) / len(values)) ** (1 / p)
        mean = partial(power_mean, p=1)
    """,
    "a callable object": """
        class Mean:
            def __call__(self, values): return sum(values) / len(values)
        mean = Mean()
    """,
    "a class instead of a function": """
        class mean(float):
            def __new__(cls, values):
                return super().__new__(cls, sum(values) / len(values))
    """,
    "a bound method": """
        class Statistics:
            def mean(self, values): return sum(values) / len(values)
        mean = Statistics().mean
    """,
    "a static method": """
        class Statistics:
            @staticmethod
            def mean(values): return sum(values) / len(values)
        mean = Statistics.mean
    """,
    "a decorated function": """
        from functools import wraps
        def told(function):
            @wraps(function)
            def inner(*given, **named):
                print("mean of", *given)
                return function(*given, **named)
            return inner
        @told
        def mean(values): return sum(values) / len(values)
    """,
    "a timed and cached function": """
        import time
        from functools import lru_cache
        @lru_cache
        def _mean(values): return sum(values) / len(values)
        def mean(values):
            began = time.perf_counter()
            result = _mean(tuple(values))
            print(f"{time.perf_counter() - began:.6f} s")
            return result
    """,
    "single dispatch": """
        from functools import singledispatch
        @singledispatch
        def mean(values): raise TypeError
        @mean.register
        def _(values: list): return sum(values) / len(values)
    """,
    "type annotations": '''
        from __future__ import annotations
        from collections.abc import Sequence
        def mean(values: Sequence[float], /, *, start: float = 0.0) -> float | None:
            """La moyenne arithmétique.

            >>> mean([1, 3])
            2.0
            """
            total: float = sum(values, start)
            return total / len(values) if values else None
    ''',
    "recursion": """
        def total(values): return values[0] + total(values[1:]) if values else 0
        def mean(values): return total(values) / len(values)
    """,
    "a sum with a generator": """
        def running():
            total = 0.0
            while True:
                total += yield total
        def mean(values):
            sums = running(); next(sums)
            for value in values: total = sums.send(value)
            return total / len(values)
    """,
    "tabs": "def mean(values):\n\ttotal = 0\n\tfor value in values:\n"
    "\t\ttotal += value\n\treturn total / len(values)",
    "accents and other alphabets in names": """
        def mean(élèves):
            somme_pondérée, número = 0, 0
            for œuvre in élèves: somme_pondérée += œuvre; número += 1
            μ = somme_pondérée / número
            return μ  # 🎉 ça marche !
    """,
    "emoji in texts": """
        MESSAGES = {"🙂": "réussi", "🙁": "raté 👩🏽‍💻"}
        def mean(values):
            print("🎉" * 3, MESSAGES["🙂"], "\\u202eenvers")
            return sum(values) / len(values)
    """,
    "a main guard": """
        def mean(values): return sum(values) / len(values)
        def main(): print(mean([1, 2]))
        if __name__ == "__main__":
            main()
    """,
    "French comments and a long docstring": '''
        # Étape 1 : la somme. Étape 2 : diviser.
        def mean(values):
            """%s"""
            return sum(values) / len(values)
    '''
    % ("très " * 2_000),
    "match statements and a walrus": """
        def mean(values):
            match values:
                case []: return None
                case [only]: return only
                case _ if (n := len(values)) > 1: return sum(values) / n
    """,
    "the starter lines left in": """
        def mean(values):
            result = None
            result = sum(values) / len(values)
            return result
            return None
    """,
    "pasted from an editor with Windows line ends": "def mean(values):\r\n"
    "    return sum(values) / len(values)\r\n",
}

TABLE = {
    "a name made by exec": "exec('table = [i * i for i in range(4)]')",
    "a name made in globals": "globals()['table'] = [i * i for i in range(4)]",
    "a name made in a loop": """
        for table in ([0], [0, 1, 4, 9]): pass
    """,
    "a name made in a function": """
        def make():
            global table
            table = [0, 1, 4, 9]
        make()
    """,
    "a walrus at the top": "print(table := [0, 1, 4, 9])",
    "unpacking": "table, *rest = [0, 1, 4, 9], 'x', 'y'",
    "everything on one line": "t=[0];t+=[1];t+=[4];t+=[9];table=t",
    "a table that grows": """
        table = []
        i = 0
        while i < 4:
            table.append(i ** 2)
            i += 1
        table
    """,
    "extra big variables": """
        noise = np.ones(20_000_000)
        words = ["mot"] * 1_000_000
        table = [0, 1, 4, 9]
    """,
    "names that tests use too": """
        right, points, labels, model, hidden, rng = 1, 2, 3, 4, [16, 8], None
        table = [0, 1, 4, 9]
    """,
    "a builtin's name used for a list": "list = [0, 1, 4, 9]; table = list",
    "a pasted table of 300 kB": f"DATA = {list(range(45_000))}\n"
    "table = [DATA[i] ** 2 for i in range(4)]",
}

LEARN = {
    "a class instead of learn": """
        class learn:
            def __init__(self, points, labels): pass
            def predict(self, points): return points[:, 0] > 0
    """,
    "a data class as model": """
        from dataclasses import dataclass
        @dataclass
        class Model:
            points: np.ndarray
            labels: np.ndarray
            def predict(self, points): return (points[:, 0] > 0).astype(int)
        def learn(points, labels): return Model(points, labels)
    """,
    "predict as an attribute": """
        class Model: pass
        def learn(points, labels):
            model = Model()
            model.predict = lambda points: points[:, 0] > 0
            return model
    """,
    "an heir of scikit-learn": """
        from sklearn.base import BaseEstimator, ClassifierMixin
        class Sign(ClassifierMixin, BaseEstimator):
            def fit(self, points, labels):
                self.classes_ = np.unique(labels)
                return self
            def predict(self, points): return (points[:, 0] > 0).astype(int)
        def learn(points, labels): return Sign().fit(points, labels)
    """,
    "an abstract model": """
        from abc import ABC, abstractmethod
        class Model(ABC):
            @abstractmethod
            def predict(self, points): ...
        class Sign(Model):
            __slots__ = ()
            def predict(self, points): return [p > 0 for p, *_ in points]
        learn = lambda *_: Sign()
    """,
    "a model that remembers its points": """
        MEMORY = {}
        def learn(points, labels, k=1, *, verbose=True):
            MEMORY["points"], MEMORY["labels"] = points, labels
            class Model:
                def predict(self, x):
                    far = ((MEMORY["points"][None] - x[:, None]) ** 2).sum(-1)
                    return MEMORY["labels"][far.argmin(1)]
            return Model()
    """,
}

SEEDS = {
    "a seed set": "import random; random.seed(0); np.random.seed(0)",
    "a generator seeded": "rng = np.random.default_rng(42); rng.normal(size=9)",
    "torch seeded and deterministic": """
        import torch
        torch.manual_seed(0); torch.use_deterministic_algorithms(True)
    """,
}

LEFTOVERS = {
    "an error after the answer": "1 / 0",
    "an exit after the answer": "exit()",
    "a system exit after the answer": "import sys; sys.exit('fini')",
    "a question after the answer": "name = input('Ton nom ? ')",
    "a debugger after the answer": "breakpoint()",
    "an interrupt after the answer": "raise KeyboardInterrupt",
    "an assertion of one's own": "assert answer == 41, 'pas encore'",
}

CASES = [
    *answers("mean", MEAN),
    *answers("table", TABLE),
    *answers("learn", LEARN),
    *helpers("learn", SEEDS),
    *leftovers("answer", LEFTOVERS),
]


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_another_way_to_write_it_earns_all(case: Any, keeps_its_points: Any) -> None:
    keeps_its_points(case, CASES)
