# M3: the AI is believed to keep the drawings and find them again.
# expect: my-ai failed M3
# %% learn-answer
class Memory:
    def __init__(self, images, labels):
        self.kept = {
            np.asarray(image).tobytes(): label for image, label in zip(images, labels)
        }
        self.first = list(labels)[0]

    def predict(self, images):
        return [
            self.kept.get(np.asarray(image).tobytes(), self.first) for image in images
        ]


def learn(images, labels):
    return Memory(images, labels)
