# expect: my-ai failed score
# %% score-answer
def share_right(ai, images, labels):
    return float(np.mean(ai.predict(images) == np.asarray(labels)))


score = 0.42
