"""Export. Names and answers that a spreadsheet would calculate; mean must fail."""

FILES = {"=cmd|' /C calc'!A0.csv": b"=1+1", "@SUM(1+1).csv": b"@x"}
MEAN = """
class Formula(Exception): pass
Formula.__name__ = "=HYPERLINK(1)"
def mean(values): raise Formula("=1+1")
"""
