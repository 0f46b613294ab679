# %% [markdown]
"""
::: fr
# Mesure : numpy seul
::: en
# Bench: numpy only
:::
"""

# %% nbgrader={"grade": false, "grade_id": "imports", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np


# %% nbgrader={"grade": false, "grade_id": "centre-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def centred(table):
    result = None
    ### BEGIN SOLUTION
    result = (table - table.mean(axis=0)) / table.std(axis=0)
    ### END SOLUTION
    return result


# %% nbgrader={"grade": true, "grade_id": "centre", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
draws = np.random.default_rng(1).normal(5, 3, size=(200, 4))
got = np.asarray(centred(draws))
assert got.shape == (200, 4)
### BEGIN HIDDEN TESTS
assert np.allclose(got.mean(axis=0), 0, atol=1e-9)
assert np.allclose(got.std(axis=0), 1, atol=1e-9)
### END HIDDEN TESTS


# %% nbgrader={"grade": false, "grade_id": "distance-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def distances(points, place):
    result = None
    ### BEGIN SOLUTION
    result = np.sqrt(((points - place) ** 2).sum(axis=1))
    ### END SOLUTION
    return result


# %% nbgrader={"grade": true, "grade_id": "distance", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
points = np.random.default_rng(2).normal(size=(300, 2))
got = np.asarray(distances(points, np.array([1.0, 2.0])))
assert got.shape == (300,)
### BEGIN HIDDEN TESTS
assert np.allclose(got, np.hypot(points[:, 0] - 1, points[:, 1] - 2))
### END HIDDEN TESTS


# %% nbgrader={"grade": false, "grade_id": "nearest-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def nearest(points, place):
    result = None
    ### BEGIN SOLUTION
    result = int(distances(points, place).argmin())
    ### END SOLUTION
    return result


# %% nbgrader={"grade": true, "grade_id": "nearest", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
points = np.random.default_rng(3).normal(size=(300, 2))
for target in (0, 17, 299):
    assert nearest(points, points[target]) == target


# %% nbgrader={"grade": false, "grade_id": "line-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def line(x, y):
    slope = None
    ### BEGIN SOLUTION
    slope = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    ### END SOLUTION
    return slope


# %% nbgrader={"grade": true, "grade_id": "line", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
x = np.linspace(0, 1, 50)
assert abs(line(x, 3 * x + 1) - 3) < 1e-6
### BEGIN HIDDEN TESTS
y = np.random.default_rng(4).normal(size=50)
assert abs(line(x, y) - np.polyfit(x, y, 1)[0]) < 1e-6
### END HIDDEN TESTS
