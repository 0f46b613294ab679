# Path B: another model, in a pipeline; the score in percent; the conclusion in French.
# %% learn-answer
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline
from sklearn.svm import SVC


def learn(images, labels):
    return make_pipeline(PCA(6), SVC()).fit(images, labels)


# %% score-answer
def share_right(ai, images, labels):
    return float(np.mean(ai.predict(images) == np.asarray(labels)))


score = round(100 * share_right(model, test_images, test_labels))
# %% my-ai-answer
better_than_luck = "oui"
