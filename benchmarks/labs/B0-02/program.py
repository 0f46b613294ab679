# %% imports given
import numpy as np
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import confusion_matrix
from sklearn.neighbors import KNeighborsClassifier

images, labels = load_digits(return_X_y=True)
images = images / 16


# %% split-answer answer
def split(images, labels):
    parts = None
    ### BEGIN SOLUTION
    parts = images[:1200], images[1200:], labels[:1200], labels[1200:]
    ### END SOLUTION
    return parts


# %% split check

# %% classify-answer answer
classify = None
### BEGIN SOLUTION
model = LogisticRegression(max_iter=200).fit(images[:1200], labels[:1200])
classify = model.predict
### END SOLUTION

# %% classify check


# %% confusion-answer answer
def confusion(truth, guesses):
    table = None
    ### BEGIN SOLUTION
    table = confusion_matrix(truth, guesses)
    ### END SOLUTION
    return table


# %% confusion check

# %% neighbours-answer answer
neighbours = None
### BEGIN SOLUTION
neighbours = KNeighborsClassifier(3).fit(images[:1200], labels[:1200])
### END SOLUTION

# %% neighbours check
