# Path B: a model written by hand, with fit and predict: the nearest mean.
# %% learn-answer
class NearestMean:
    def fit(self, images, labels):
        labels = np.asarray(labels)
        self.names = sorted(set(labels))
        self.means = [
            np.mean(np.asarray(images)[labels == name], axis=0) for name in self.names
        ]
        return self

    def predict(self, images):
        return [
            self.names[
                int(np.argmin([np.sum((image - mean) ** 2) for mean in self.means]))
            ]
            for image in np.asarray(images)
        ]


def learn(images, labels):
    return NearestMean().fit(images, labels)
