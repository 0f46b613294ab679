"""Probe. Tables whose columns bear the names of methods, twice; mean, learn fail."""

MEAN = """
import pandas as pd
odd = pd.DataFrame([[1.5, 1, 2]], columns=["all", "all", "__eq__"])
def mean(values): return odd
"""
LEARN = """
import pandas as pd
def learn(points, labels):
    return pd.DataFrame({"predict": labels, "all": labels, "shape": labels})
"""
