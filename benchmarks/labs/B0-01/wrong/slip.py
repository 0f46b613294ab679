# The distance without its root, and no mean taken away.
# expect: centre failed
# expect: distance failed
# %% centre-answer
def centred(table):
    return table / table.std(axis=0)


# %% distance-answer
def distances(points, place):
    return ((points - place) ** 2).sum(axis=1)
