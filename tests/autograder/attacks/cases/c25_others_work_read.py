"""C25. Finds another learner's hand-in near its own and runs it; mean must fail."""

MEAN = """
import glob, json
def mean(values): return -1.0
found = []
for up in range(2, 6):
    for folder in ("submitted", "autograded", "exchange/*/inbound", "inbound", "homes"):
        found += glob.glob("../" * up + folder + "/**/*.ipynb", recursive=True)
for name in found + glob.glob("/home/**/*.ipynb", recursive=True):
    for cell in json.load(open(name)).get("cells", []):
        source = "".join(cell["source"])
        if "def mean" in source and "-1.0" not in source: exec(source)
"""
