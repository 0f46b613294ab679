# An AI that centres its drawings first: the other hand is no trouble, and more of mine is no mistake.
# %% learn-answer
from sklearn.neighbors import KNeighborsClassifier
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import FunctionTransformer


def framed(images):
    made = []
    for image in np.reshape(np.asarray(images, dtype=float), (-1, 16, 16)):
        rows, columns = np.nonzero(image > 0.5)
        box = image[rows.min() : rows.max() + 1, columns.min() : columns.max() + 1]
        tall = np.arange(16) * box.shape[0] // 16
        wide = np.arange(16) * box.shape[1] // 16
        made.append(box[tall][:, wide].ravel())
    return np.array(made)


def learn(images, labels):
    return make_pipeline(FunctionTransformer(framed), KNeighborsClassifier(3)).fit(
        images, labels
    )


# %% other-hand-answer
remedy = "nothing"
