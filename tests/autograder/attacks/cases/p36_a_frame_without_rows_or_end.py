"""Probe. A frame of no column and a billion rows, all of it an index; answer fails."""

ANSWER = """
import pandas as pd
answer = pd.DataFrame(index=pd.RangeIndex(10**9))
"""
