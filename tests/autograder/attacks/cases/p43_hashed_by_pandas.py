"""Probe. A frame whose columns are 10,000 long names, alike but for the end; fails."""

ANSWER = """
import pandas as pd
names = ["x" * 9_000 + str(n) for n in range(10_000)]
answer = pd.DataFrame(np.zeros((1, 10_000)), columns=names)
"""
