# A model that answers always the same, said to be better than luck.
# expect: my-ai failed verdict
# %% learn-answer
from sklearn.dummy import DummyClassifier


def learn(images, labels):
    return DummyClassifier().fit(images, labels)


# %% my-ai-answer
better_than_luck = "yes"
