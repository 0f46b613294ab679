# %% [markdown]
"""
::: fr
# Un lab pour les tests
::: en
# A lab for the tests
:::
"""

# %% nbgrader={"grade": false, "grade_id": "imports", "locked": true, "schema_version": 3, "solution": false, "task": false}
import math

import numpy as np

# %%
sides = 4


# %% nbgrader={"grade": false, "grade_id": "mean-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def mean(values):
    result = None
    ### BEGIN SOLUTION
    result = sum(values) / len(values)
    ### END SOLUTION
    return result


# %% nbgrader={"grade": true, "grade_id": "mean", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
from labs.kit.checks import NotAttempted, expect

if mean([1.0]) is None:
    raise NotAttempted
expect(
    mean([1.0, 2.0]) == 1.5,
    "M8",
    fr="La moyenne de 1 et 2 est 1,5.",
    en="The mean of 1 and 2 is 1.5.",
)
### BEGIN HIDDEN TESTS
import hidden

draws = rng.normal(size=50)
expect(
    math.isclose(mean(list(draws)), np.mean(draws)),
    "M9",
    fr="Pas la moyenne.",
    en="Not the mean.",
)
expect(
    mean([hidden.SECRET, hidden.SECRET]) == hidden.SECRET,
    None,
    fr="Grand.",
    en="Large.",
)
### END HIDDEN TESTS

# %% nbgrader={"grade": false, "grade_id": "table-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
table = None
### BEGIN SOLUTION
table = np.arange(4) ** 2
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "table", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
if table is None:
    raise NotAttempted
right = [a == b for a, b in zip(list(table), [0, 1, 4, 9])]
expect(
    len(list(table)) == 4, "sizes", fr="Il faut 4 nombres.", en="4 numbers are needed."
)
3 * sum(right) / 4


# %% nbgrader={"grade": false, "grade_id": "learn-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def learn(points, labels):
    model = None
    ### BEGIN SOLUTION
    from sklearn.neighbors import KNeighborsClassifier

    model = KNeighborsClassifier(1).fit(points, labels)
    ### END SOLUTION
    return model


# %% nbgrader={"grade": true, "grade_id": "learn", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false}
points = rng.normal(size=(20, 2)) if "rng" in globals() else np.eye(4)
labels = (points[:, 0] > 0).astype(int)
model = learn(points, labels)
if model is None:
    raise NotAttempted
expect(hasattr(model, "predict"), None, fr="Il faut predict.", en="It needs predict.")
# Not `(… == labels).all()`, which holds for a table of no rows.
expect(
    np.array_equal(model.predict(points), labels),
    "M7",
    fr="Des erreurs.",
    en="Some errors.",
)

# %% nbgrader={"grade": false, "grade_id": "answer-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
answer = 0
### BEGIN SOLUTION
answer = 42
### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "answer", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false}
assert answer == 42

# %% [markdown] nbgrader={"grade": true, "grade_id": "essay", "locked": false, "points": 2, "schema_version": 3, "solution": true, "task": false}
"""
::: fr
À toi
::: en
Your turn
:::
"""
