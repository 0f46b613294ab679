# %% imports given
import numpy as np


# %% centre-answer answer
def centred(table):
    result = None
    ### BEGIN SOLUTION
    result = (table - table.mean(axis=0)) / table.std(axis=0)
    ### END SOLUTION
    return result


# %% centre check


# %% distance-answer answer
def distances(points, place):
    result = None
    ### BEGIN SOLUTION
    result = np.sqrt(((points - place) ** 2).sum(axis=1))
    ### END SOLUTION
    return result


# %% distance check


# %% nearest-answer answer
def nearest(points, place):
    result = None
    ### BEGIN SOLUTION
    result = int(distances(points, place).argmin())
    ### END SOLUTION
    return result


# %% nearest check


# %% line-answer answer
def line(x, y):
    slope = None
    ### BEGIN SOLUTION
    slope = ((x - x.mean()) * (y - y.mean())).sum() / ((x - x.mean()) ** 2).sum()
    ### END SOLUTION
    return slope


# %% line check
