"""The same idea with other libraries than the reference solution's."""

from typing import Any

import pytest

from tests.autograder.honest.cases import answers, name_of

MEAN = {
    "the mean of numpy": "mean = np.mean",
    "the mean of statistics": "from statistics import mean",
    "the mean of statistics for floats": "from statistics import fmean as mean",
    "the mean of pandas": """
        import pandas as pd
        def mean(values): return pd.Series(values).mean()
    """,
    "the mean of scipy": """
        from scipy import stats
        def mean(values): return stats.tmean(values)
    """,
    "the mean of torch": """
        import torch
        mean = lambda values: torch.tensor(values).double().mean().item()
        mean = lambda v: torch.mean(torch.as_tensor(v, dtype=torch.float64)).item()
    """,
    "the mean of functools": """
        from functools import reduce
        def mean(values): return reduce(lambda a, b: a + b, values) / len(values)
    """,
    "the mean of scikit-learn": """
        from sklearn.preprocessing import StandardScaler
        def mean(values):
            return StandardScaler().fit(np.reshape(values, (-1, 1))).mean_[0]
    """,
}

TABLE = {
    "squares of numpy": "table = np.square(np.arange(4))",
    "squares of math": "table = [math.pow(i, 2) for i in range(4)]",
    "squares of pandas": """
        import pandas as pd
        table = pd.DataFrame({"i": range(4)}).eval("i ** 2")
    """,
    "squares of torch": """
        import torch
        table = torch.square(torch.arange(4))
    """,
    "squares of scipy": """
        from scipy.sparse import diags
        table = (diags(np.arange(4.0)) @ np.arange(4.0))
    """,
    "squares of scikit-learn": """
        from sklearn.preprocessing import PolynomialFeatures
        column = np.arange(4).reshape(-1, 1)
        table = PolynomialFeatures(2).fit_transform(column)[:, 2]
    """,
    "squares of a file": """
        import json, pathlib
        pathlib.Path("carrés.json").write_text(json.dumps([i * i for i in range(4)]))
        table = json.loads(pathlib.Path("carrés.json").read_text())
    """,
    "squares of a data base": """
        import sqlite3
        base = sqlite3.connect(":memory:")
        base.execute("create table n (i int)")
        base.executemany("insert into n values (?)", [(i,) for i in range(4)])
        table = [row[0] for row in base.execute("select i * i from n order by i")]
    """,
}

LEARN = {
    "a tree": """
        from sklearn.tree import DecisionTreeClassifier
        def learn(points, labels): return DecisionTreeClassifier().fit(points, labels)
    """,
    "a pipeline": """
        from sklearn.pipeline import make_pipeline
        from sklearn.preprocessing import StandardScaler
        from sklearn.svm import SVC
        def learn(points, labels):
            return make_pipeline(StandardScaler(), SVC(C=1e6)).fit(points, labels)
    """,
    "a forest of two jobs": """
        from sklearn.ensemble import RandomForestClassifier
        def learn(points, labels):
            forest = RandomForestClassifier(50, bootstrap=False, n_jobs=2)
            return forest.fit(points, labels)
    """,
    "a grid search of two jobs": """
        from sklearn.model_selection import GridSearchCV
        from sklearn.tree import DecisionTreeClassifier
        def learn(points, labels):
            grid = {"max_depth": [None, 8]}
            search = GridSearchCV(DecisionTreeClassifier(), grid, cv=2, n_jobs=2)
            return search.fit(points, labels)
    """,
    "a network of torch": """
        import torch
        class Net(torch.nn.Module):
            def __init__(self):
                super().__init__()
                self.layer = torch.nn.Linear(2, 1)
            def forward(self, x): return self.layer(x).squeeze(1)
            def predict(self, points):
                with torch.no_grad():
                    return self(torch.as_tensor(points, dtype=torch.float32)) > 0
        def learn(points, labels):
            net = Net()
            x = torch.as_tensor(points, dtype=torch.float32)
            y = torch.as_tensor(labels, dtype=torch.float32)
            steps = torch.optim.LBFGS(net.parameters(), max_iter=100)
            def closure():
                steps.zero_grad()
                loss = torch.nn.functional.binary_cross_entropy_with_logits(net(x), y)
                loss.backward()
                return loss
            for _ in range(20): steps.step(closure)
            return net
    """,
    "torch with two threads": """
        import torch
        torch.set_num_threads(2)
        warm = torch.rand(500, 500) @ torch.rand(500, 500)
        class Model:
            def predict(self, points):
                x = torch.as_tensor(points) @ torch.eye(2, dtype=torch.float64)
                heavy = torch.rand(500, 500) @ torch.rand(500, 500)
                return (x[:, 0] > 0).numpy()
        def learn(points, labels): return Model()
    """,
    "scikit-learn with two threads": """
        import threadpoolctl
        from sklearn.ensemble import HistGradientBoostingClassifier
        threadpoolctl.threadpool_limits(2)
        def learn(points, labels):
            model = HistGradientBoostingClassifier(max_iter=20, min_samples_leaf=2)
            return model.fit(points, labels)
        learn([[0.0, 1.0], [1.0, 0.0]] * 20, [0, 1] * 20)
    """,
    "nearest points of scipy": """
        from scipy.spatial import cKDTree
        class Model:
            def __init__(self, points, labels):
                self.tree, self.labels = cKDTree(points), labels
            def predict(self, points): return self.labels[self.tree.query(points)[1]]
        learn = Model
    """,
    "nearest points in pure Python": """
        import math
        class Model:
            def __init__(self, points, labels): self.seen = list(zip(points, labels))
            def predict(self, points):
                return [min(self.seen, key=lambda s: math.dist(s[0], p))[1]
                        for p in points]
        def learn(points, labels): return Model(points.tolist(), labels.tolist())
    """,
    "a model saved and loaded": """
        import joblib
        from sklearn.neighbors import KNeighborsClassifier
        def learn(points, labels):
            model = KNeighborsClassifier(1).fit(points, labels)
            joblib.dump(model, "modèle.joblib")
            return joblib.load("modèle.joblib")
    """,
}

ANSWER = {
    "an answer of a pool of processes": """
        from multiprocessing import Pool
        with Pool(2) as pool: answer = sum(pool.map(abs, [-20, -22]))
    """,
    "an answer of joblib": """
        from joblib import Parallel, delayed
        answer = sum(Parallel(n_jobs=2)(delayed(abs)(x) for x in (-20, -22)))
    """,
    "an answer of threads": """
        from concurrent.futures import ThreadPoolExecutor
        executor = ThreadPoolExecutor(4)  # never shut down
        answer = sum(executor.map(abs, [-20, -22]))
    """,
    "an answer of a futures pool left open": """
        from concurrent.futures import ProcessPoolExecutor
        workers = ProcessPoolExecutor(2)
        answer = sum(workers.map(abs, [-20, -22]))
    """,
    "an answer of a loader with workers": """
        import torch
        from torch.utils.data import DataLoader
        loader = DataLoader(torch.tensor([20, 22]), num_workers=2)
        answer = int(sum(batch.item() for batch in loader))
    """,
    "an answer of a program": """
        import subprocess, sys
        said = subprocess.run([sys.executable, "-c", "print(6 * 7)"],
                              capture_output=True, text=True)
        answer = int(said.stdout)
    """,
    "an answer of symbols": """
        import sympy
        x = sympy.symbols("x")
        answer = sympy.solve(x - 42, x)[0]
    """,
}

CASES = [
    *answers("mean", MEAN),
    *answers("table", TABLE),
    *answers("learn", LEARN),
    *answers("answer", ANSWER),
]


@pytest.mark.parametrize("case", CASES, ids=name_of)
def test_another_library_earns_all(case: Any, keeps_its_points: Any) -> None:
    keeps_its_points(case, CASES)
