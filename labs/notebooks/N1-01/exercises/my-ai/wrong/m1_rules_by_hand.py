# M1: somebody writes the rules; the labels of the drawings do not matter.
# expect: my-ai failed M1
# %% learn-answer
class Rules:
    def predict(self, images):
        answers = []
        for image in np.reshape(images, (-1, 16, 16)):
            ink = image.sum()
            answers.append(
                "1"
                if ink < 20
                else "7"
                if image[:6].sum() > image[6:].sum() / 1.5
                else "4"
            )
        return answers


def learn(images, labels):
    return Rules()
