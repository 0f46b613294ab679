"""C18. Opens the notebook being marked and prints it; no hidden test is in it."""

EXPECTED: dict[str, str] = {}
MEAN = """
import glob
def mean(values): return sum(values) / len(values)
for name in glob.glob("*.ipynb") + glob.glob("../*.ipynb"):
    print(open(name).read())
"""
