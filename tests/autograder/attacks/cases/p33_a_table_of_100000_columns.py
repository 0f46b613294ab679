"""Probe. A table of one row and 100,000 columns, slow to put together; answer fails."""

ANSWER = """
import pandas as pd
answer = pd.DataFrame(np.zeros((1, 100_000)))
"""
