# A model that is no better than luck, and a learner who says so.
# %% learn-answer
from sklearn.dummy import DummyClassifier


def learn(images, labels):
    return DummyClassifier().fit(images, labels)


# %% my-ai-answer
better_than_luck = "no"
