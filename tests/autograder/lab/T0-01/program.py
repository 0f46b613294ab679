# %% imports given
import math

import numpy as np

# %% sides
sides = 4


# %% mean-answer answer
def mean(values):
    result = None
    ### BEGIN SOLUTION
    result = sum(values) / len(values)
    ### END SOLUTION
    return result


# %% mean check

# %% table-answer answer
table = None
### BEGIN SOLUTION
table = np.arange(4) ** 2
### END SOLUTION

# %% table check


# %% learn-answer answer
def learn(points, labels):
    model = None
    ### BEGIN SOLUTION
    from sklearn.neighbors import KNeighborsClassifier

    model = KNeighborsClassifier(1).fit(points, labels)
    ### END SOLUTION
    return model


# %% learn check

# %% answer-answer answer
answer = 0
### BEGIN SOLUTION
answer = 42
### END SOLUTION

# %% answer check
