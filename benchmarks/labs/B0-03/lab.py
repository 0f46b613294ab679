# %% [markdown]
"""
::: fr
# Mesure : torch
::: en
# Bench: torch
:::
"""

# %% nbgrader={"grade": false, "grade_id": "imports", "locked": true, "schema_version": 3, "solution": false, "task": false}
import numpy as np
import torch
from sklearn.datasets import load_digits

torch.manual_seed(0)
images, labels = load_digits(return_X_y=True)
images = torch.tensor(images / 16, dtype=torch.float32)
labels = torch.tensor(labels)


# %% nbgrader={"grade": false, "grade_id": "net-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def make_net():
    net = None
    ### BEGIN SOLUTION
    net = torch.nn.Sequential(
        torch.nn.Linear(64, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10)
    )
    ### END SOLUTION
    return net


def size():
    return sum(weights.numel() for weights in make_net().parameters())


# %% nbgrader={"grade": true, "grade_id": "net", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
assert size() == 64 * 32 + 32 + 32 * 10 + 10


# %% nbgrader={"grade": false, "grade_id": "loss-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def loss_of(scores, truth):
    loss = None
    ### BEGIN SOLUTION
    scores, truth = torch.as_tensor(scores), torch.as_tensor(truth)
    loss = float(torch.nn.functional.cross_entropy(scores, truth))
    ### END SOLUTION
    return loss


# %% nbgrader={"grade": true, "grade_id": "loss", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
assert abs(loss_of(np.zeros((4, 10)), np.array([0, 1, 2, 3])) - np.log(10)) < 1e-6


# %% nbgrader={"grade": false, "grade_id": "train-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def guess(images):
    return None


### BEGIN SOLUTION
net = make_net()
optimiser = torch.optim.Adam(net.parameters(), lr=0.01)
for _ in range(60):
    optimiser.zero_grad()
    loss = torch.nn.functional.cross_entropy(net(images[:1200]), labels[:1200])
    loss.backward()
    optimiser.step()


def guess(images):
    with torch.no_grad():
        return net(torch.as_tensor(images, dtype=torch.float32)).argmax(1).numpy()


### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "train", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
all_images, all_labels = load_digits(return_X_y=True)
guesses = np.asarray(guess(all_images[1200:] / 16))
assert guesses.shape == (597,)
### BEGIN HIDDEN TESTS
assert (guesses == all_labels[1200:]).mean() > 0.85
### END HIDDEN TESTS


# %% nbgrader={"grade": false, "grade_id": "gradient-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def slope_at(x):
    slope = None
    ### BEGIN SOLUTION
    place = torch.tensor(float(x), requires_grad=True)
    (place**3).backward()
    slope = float(place.grad)
    ### END SOLUTION
    return slope


# %% nbgrader={"grade": true, "grade_id": "gradient", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false}
assert abs(slope_at(2.0) - 12) < 1e-5
### BEGIN HIDDEN TESTS
assert abs(slope_at(-1.5) - 6.75) < 1e-5
### END HIDDEN TESTS
