# Path B: features that do not depend on place: the sizes of the shifted overlaps (autocorrelation).
# %% centred-answer
from sklearn.neighbors import KNeighborsClassifier


class ByOverlap:
    def features(self, images):
        padded = np.pad(
            np.reshape(np.asarray(images, dtype=float), (-1, 16, 16)),
            ((0, 0), (8, 8), (8, 8)),
        )
        spectrum = np.abs(np.fft.fft2(padded)) ** 2
        return np.real(np.fft.ifft2(spectrum)).reshape(len(padded), -1).round(6)

    def fit(self, images, labels):
        self.ai = KNeighborsClassifier(1).fit(self.features(images), labels)
        return self

    def predict(self, images):
        return self.ai.predict(self.features(images))


recognise = ByOverlap().fit(train_images, train_labels)
