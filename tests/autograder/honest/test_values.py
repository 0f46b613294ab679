"""Right values of another type than the reference solution's."""

from typing import Any

import pytest

from tests.autograder.honest.cases import answers, name_of

MEAN = {
    "a mean as a numpy scalar": """
        def mean(values): return np.float64(sum(values)) / len(values)
    """,
    "a mean as an array without dimension": """
        def mean(values): return np.array(sum(values) / len(values))
    """,
    "a mean as a fraction": """
        from fractions import Fraction
        def mean(values): return sum(map(Fraction, map(float, values))) / len(values)
    """,
    "a mean as a decimal": """
        from decimal import Decimal
        def mean(values): return sum(map(Decimal, map(float, values))) / len(values)
    """,
    "a mean as a double tensor": """
        import torch
        def mean(values): return torch.tensor(values, dtype=torch.float64).mean()
    """,
    "a mean as a long double": """
        def mean(values): return np.mean(np.array(values, dtype=np.longdouble))
    """,
    "a mean of a partial function": """
        from functools import partial
        def power_mean(power, values):
            return (sum(v**power for v in values) / len(values)) ** (1 / power)
        mean = partial(power_mean, 1)
    """,
    "a mean that sorts what it was given": """
        def mean(values):
            values.sort()
            total = 0
            count = len(values)
            while values: total += values.pop()
            return total / count
    """,
    "a mean as a float of one's own class": """
        class Mean(float):
            "A mean that knows its unit."
            unit = "cm"
        def mean(values): return Mean(sum(values) / len(values))
    """,
}

TABLE = {
    "a table as a list of whole numbers": "table = [0, 1, 4, 9]",
    "a table as a tuple": "table = (0, 1, 4, 9)",
    "a table as floats": "table = [0.0, 1.0, 4.0, 9.0]",
    "a table as float32": "table = np.arange(4, dtype='float32') ** 2",
    "a table as float16": "table = np.arange(4).astype('float16') ** 2",
    "a table as big-endian numbers": "table = np.arange(4, dtype='>i4') ** 2",
    "a table as int8": "table = np.arange(4, dtype=np.int8) ** 2",
    "a table as an array of objects": "table = np.array([0, 1, 4, 9], dtype=object)",
    "a table as a generator turned to a list": "table = list(i * i for i in range(4))",
    "a table as numpy scalars": "table = [np.int64(i) ** 2 for i in range(4)]",
    "a table as a series": """
        import pandas as pd
        table = pd.Series(range(4)) ** 2
    """,
    "a table as a series of another index": """
        import pandas as pd
        table = pd.Series([0, 1, 4, 9], index=list("abcd"), name="carrés")
    """,
    "a table as a nullable series": """
        import pandas as pd
        table = pd.Series([0, 1, 4, 9], dtype="Int64")
    """,
    "a table as a column of a data frame": """
        import pandas as pd
        frame = pd.DataFrame({"x": range(4)})
        frame["carré"] = frame.x**2
        table = frame["carré"]
    """,
    "a table as an index": """
        import pandas as pd
        table = pd.Index([0, 1, 4, 9])
    """,
    "a table as a tensor": """
        import torch
        table = torch.arange(4) ** 2
    """,
    "a table as a tensor that learns": """
        import torch
        table = torch.arange(4.0, requires_grad=True) ** 2
    """,
    "a table as a tensor of half precision": """
        import torch
        table = torch.arange(4, dtype=torch.bfloat16) ** 2
    """,
    "a table as a dictionary's values": "table = {i: i * i for i in range(4)}.values()",
    "a table as a dictionary's keys": """
        table = {i * i: "carré" for i in range(4)}.keys()
    """,
    "a table as a deque": """
        from collections import deque
        table = deque([0, 1, 4, 9])
    """,
    "a table as an array of the standard library": """
        from array import array
        table = array("d", [0, 1, 4, 9])
    """,
    "a table as bytes": "table = bytes([0, 1, 4, 9])",
    "a table as a named tuple": """
        from collections import namedtuple
        table = namedtuple("Squares", "a b c d")(0, 1, 4, 9)
    """,
    "a table as a masked array": "table = np.ma.array([0, 1, 4, 9])",
    "a table as a sequence of one's own": """
        class Squares:
            def __len__(self): return 4
            def __getitem__(self, i):
                if i >= 4: raise IndexError(i)
                return i * i
        table = Squares()
    """,
    "a table as a list of one's own class": """
        class Numbers(list): pass
        table = Numbers([0, 1, 4, 9])
    """,
    "a table as a UserList": """
        from collections import UserList
        class Numbers(UserList):
            def mean(self): return sum(self) / len(self)
        table = Numbers([0, 1, 4, 9])
    """,
    "a table as a generator": "table = (i * i for i in range(4))",
    "a table as an iterator": "table = iter([0, 1, 4, 9])",
    "a table as a map": "table = map(lambda i: i * i, range(4))",
    "a table as a memory view": "table = memoryview(bytes([0, 1, 4, 9]))",
    "a table as the values of a UserDict": """
        from collections import UserDict
        table = UserDict({i: i * i for i in range(4)}).values()
    """,
    "a table as a class that can be walked once": """
        class Once:
            def __init__(self): self.left = [0, 1, 4, 9]
            def __iter__(self): return self
            def __next__(self):
                if not self.left: raise StopIteration
                return self.left.pop(0)
        table = Once()
    """,
    "a table as a data set without an end of its own": """
        class Squares:
            def __len__(self): return 4
            def __getitem__(self, i): return i * i
        table = Squares()
    """,
    "a table as a set of one's own": """
        from collections.abc import Set
        class Squares(Set):
            def __contains__(self, n): return n in (0, 1, 4, 9)
            def __len__(self): return 4
            def __iter__(self): return iter((0, 1, 4, 9))
        class Sorted:
            def __iter__(self): return iter(sorted(Squares()))
        table = Sorted()
    """,
    "a table as a dictionary of one's own": """
        from collections.abc import Mapping
        class Squares(Mapping):
            def __len__(self): return 4
            def __iter__(self): return iter((0, 1, 4, 9))
            def __getitem__(self, n): return n ** 0.5
        table = Squares()
    """,
    "a table as a named column of records": """
        records = np.zeros(4, dtype=[("i", int), ("square", int)])
        records["square"] = np.arange(4) ** 2
        table = records["square"]
    """,
    "a table as sympy numbers": """
        import sympy
        table = [sympy.Integer(i) ** 2 for i in range(4)]
    """,
}

LEARN = {
    "predictions as a list": """
        def learn(points, labels):
            return Nearest(points, labels)
        class Nearest:
            def __init__(self, points, labels): self.p, self.l = points, labels
            def predict(self, points):
                return [self.l[((self.p - q) ** 2).sum(1).argmin()] for q in points]
    """,
    "predictions as booleans": """
        from types import SimpleNamespace
        def learn(points, labels):
            return SimpleNamespace(predict=lambda points: points[:, 0] > 0)
    """,
    "predictions as float32": """
        from types import SimpleNamespace
        def learn(points, labels):
            def predict(points): return (points[:, 0] > 0).astype("float32")
            return SimpleNamespace(predict=predict)
    """,
    "predictions as a series": """
        import pandas as pd
        class Model:
            def predict(self, points): return pd.Series(points[:, 0] > 0).astype(int)
        def learn(points, labels): return Model()
    """,
    "predictions as a tuple of numpy scalars": """
        class Model:
            def predict(self, points): return tuple(np.int8(p[0] > 0) for p in points)
        def learn(points, labels): return Model()
    """,
    "predictions as categories": """
        import pandas as pd
        class Model:
            def predict(self, points): return pd.Categorical((points[:, 0] > 0) * 1)
        def learn(points, labels): return Model()
    """,
    "predictions as a deque": """
        from collections import deque
        class Model:
            def predict(self, points): return deque(int(p[0] > 0) for p in points)
        def learn(points, labels): return Model()
    """,
    "predictions as a masked array": """
        class Model:
            def predict(self, points): return np.ma.array((points[:, 0] > 0) * 1)
        def learn(points, labels): return Model()
    """,
    "predictions as a generator": """
        class Model:
            def predict(self, points): return (int(p[0] > 0) for p in points)
        def learn(points, labels): return Model()
    """,
    "predictions as a sequence of one's own": """
        from collections.abc import Sequence
        class Answers(Sequence):
            def __init__(self, points): self.points = points
            def __len__(self): return len(self.points)
            def __getitem__(self, i): return int(self.points[i][0] > 0)
        class Model:
            predict = Answers
        def learn(points, labels): return Model()
    """,
    "predictions made in the place of the points": """
        class Model:
            def predict(self, points):
                points -= 0.0
                points[points > 0] = 1
                points[points < 0] = 0
                return points[:, 0]
        def learn(points, labels): return Model()
    """,
    "predictions of a model that is a list": """
        class Model(list):
            def predict(self, points): return [int(p[0] > 0) for p in points]
        def learn(points, labels): return Model([1, 2])
    """,
    "predictions of a model with a length": """
        class Model:
            def __init__(self, seen): self.seen = seen
            def __len__(self): return len(self.seen)
            def __iter__(self): return iter(self.seen)
            def predict(self, points): return points[:, 0] > 0
        def learn(points, labels): return Model(labels)
    """,
    "predictions of a model that is called": """
        class Model:
            def __call__(self, points): return points[:, 0] > 0
            predict = __call__
        def learn(points, labels): return Model()
    """,
    "predictions as a sparse matrix's row": """
        from scipy.sparse import csr_matrix
        class Model:
            def predict(self, points):
                return csr_matrix((points[:, 0] > 0) * 1).toarray()[0]
        def learn(points, labels): return Model()
    """,
    "predictions of a model that is a class": """
        def learn(points, labels):
            class Model:
                @staticmethod
                def predict(points): return (points[:, 0] > 0) * 1
            return Model
    """,
}

ANSWER = {
    "an answer as a float": "answer = 42.0",
    "an answer as int8": "answer = np.int8(42)",
    "an answer as float32": "answer = np.float32(42)",
    "an answer as a fraction": """
        from fractions import Fraction
        answer = Fraction(84, 2)
    """,
    "an answer as a decimal": """
        from decimal import Decimal
        answer = Decimal("42.0")
    """,
    "an answer as a complex number": "answer = 42 + 0j",
    "an answer as an enumeration": """
        from enum import IntEnum
        class Answer(IntEnum):
            ALL = 42
        answer = Answer.ALL
    """,
    "an answer as a tensor": """
        import torch
        answer = torch.tensor(42)
    """,
    "an answer as an array of one number": "answer = np.array([42])",
    "an answer as a sympy number": """
        import sympy
        answer = sympy.Integer(42)
    """,
}

CASES = [
    *answers("mean", MEAN),
    *answers("table", TABLE),
    *answers("learn", LEARN),
    *answers("answer", ANSWER),
]


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_a_right_value_of_another_type_earns_all(
    case: Any, keeps_its_points: Any
) -> None:
    keeps_its_points(case, CASES)
