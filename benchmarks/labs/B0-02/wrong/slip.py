# Everything kept for training, and a model that always says zero.
# expect: split failed
# expect: classify failed
# %% split-answer
def split(images, labels):
    return images, images, labels, labels


# %% classify-answer
def classify(images):
    return np.zeros(len(images), dtype=int)
