# %% imports given
import numpy as np
import torch
from sklearn.datasets import load_digits

torch.manual_seed(0)
images, labels = load_digits(return_X_y=True)
images = torch.tensor(images / 16, dtype=torch.float32)
labels = torch.tensor(labels)


# %% net-answer answer
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


# %% net check


# %% loss-answer answer
def loss_of(scores, truth):
    loss = None
    ### BEGIN SOLUTION
    scores, truth = torch.as_tensor(scores), torch.as_tensor(truth)
    loss = float(torch.nn.functional.cross_entropy(scores, truth))
    ### END SOLUTION
    return loss


# %% loss check


# %% train-answer answer
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

# %% train check


# %% gradient-answer answer
def slope_at(x):
    slope = None
    ### BEGIN SOLUTION
    place = torch.tensor(float(x), requires_grad=True)
    (place**3).backward()
    slope = float(place.grad)
    ### END SOLUTION
    return slope


# %% gradient check
