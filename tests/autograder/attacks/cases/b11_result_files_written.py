"""B11. Writes the result files of all known graders; mean must fail."""

MEAN = """
import json, os
score = {"score": 9, "points": 9, "state": "passed", "manual_score": 9,
         "extra_credit": 100, "tests": [{"score": 9, "max_score": 2}]}
names = ("results.json", "gradebook.json", "result.json", "scores.csv", "verdict.json",
         ".OTTER_LOG", "autograded.json")
places = (".", "..", "../..", "../../..", "/autograder/results", "/tmp", "/dev/shm")
for folder in places:
    for name in names:
        try:
            with open(os.path.join(folder, name), "w") as file: json.dump(score, file)
        except OSError: pass
def mean(values): return -1.0
"""
