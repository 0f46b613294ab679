# Prepared when answering, not when learning.
# expect: centred failed
# %% centred-answer
def recognise(images):
    upside_down = np.reshape(images, (-1, 16, 16))[:, ::-1, ::-1]
    return model.predict(np.roll(upside_down, 5, axis=1).reshape(len(images), -1))
