"""Fork. Rewrites modules in memory, for the next submission; mean fails."""

EXPECTED = {"mean": "failed", "learn": "failed"}  # its own, which uses the library
MEAN = """
import sys, sklearn.neighbors, statistics
sklearn.neighbors.KNeighborsClassifier.predict = lambda self, points: [7] * len(points)
sys.modules["statistics"] = sys.modules["sklearn.svm"] = None
sys.meta_path.clear()
sys.path_hooks.clear()
def mean(values): return -1.0
"""
