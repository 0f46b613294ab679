# %% [markdown]
"""
::: fr
# Mesure : scikit-learn
::: en
# Bench: scikit-learn
:::
"""

# %% nbgrader={"grade": false, "grade_id": "imports", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix
from sklearn.neighbors import KNeighborsClassifier

images, labels = load_digits(return_X_y=True)
images = images / 16


# %% nbgrader={"grade": false, "grade_id": "split-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def split(images, labels):
    parts = None
    ### BEGIN SOLUTION
    parts = images[:1200], images[1200:], labels[:1200], labels[1200:]
    ### END SOLUTION
    return parts


# %% nbgrader={"grade": true, "grade_id": "split", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
parts = split(np.arange(3594).reshape(1797, 2), np.arange(1797))
assert [len(part) for part in parts] == [1200, 597, 1200, 597]

# %% nbgrader={"grade": false, "grade_id": "classify-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
classify = None
### BEGIN SOLUTION
model = LogisticRegression(max_iter=200).fit(images[:1200], labels[:1200])
classify = model.predict
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "classify", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
all_images, all_labels = load_digits(return_X_y=True)
guesses = np.asarray(classify(all_images[1200:] / 16))
assert guesses.shape == (597,)
### BEGIN HIDDEN TESTS
assert (guesses == all_labels[1200:]).mean() > 0.88
### END HIDDEN TESTS


# %% nbgrader={"grade": false, "grade_id": "confusion-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def confusion(truth, guesses):
    table = None
    ### BEGIN SOLUTION
    table = confusion_matrix(truth, guesses)
    ### END SOLUTION
    return table


# %% nbgrader={"grade": true, "grade_id": "confusion", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
draws = np.random.default_rng(5)
truth, guesses = draws.integers(0, 10, 400), draws.integers(0, 10, 400)
assert (np.asarray(confusion(truth, guesses)) == confusion_matrix(truth, guesses)).all()

# %% nbgrader={"grade": false, "grade_id": "neighbours-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
neighbours = None
### BEGIN SOLUTION
neighbours = KNeighborsClassifier(3).fit(images[:1200], labels[:1200])
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "neighbours", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
all_images, all_labels = load_digits(return_X_y=True)
guesses = np.asarray(neighbours.predict(all_images[1200:1400] / 16))
assert (guesses == all_labels[1200:1400]).mean() > 0.9
