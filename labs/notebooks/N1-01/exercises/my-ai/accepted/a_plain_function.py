# Path B: learning gives back a function, which has no predict.
# %% learn-answer
def learn(images, labels):
    images, labels = np.asarray(images), list(labels)

    def guess(new_images):
        return [
            labels[int(np.argmin(np.abs(images - new).sum(axis=1)))]
            for new in new_images
        ]

    return guess


# %% score-answer
def share_right(ai, images, labels):
    ask = getattr(ai, "predict", ai)
    return float(np.mean(np.asarray(ask(np.asarray(images))) == np.asarray(labels)))


score = share_right(model, test_images, test_labels)
# %% my-ai-answer
better_than_luck = True
