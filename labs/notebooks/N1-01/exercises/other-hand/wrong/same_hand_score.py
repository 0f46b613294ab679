# The right file, but the score on one's own test drawings.
# expect: other-hand failed same-hand
# %% exchange-answer
other_file = "autre-main.json"
other_images, other_labels = load_drawings(other_file)
common = np.isin(other_labels, train_labels)
other_images, other_labels = other_images[common], other_labels[common]
other_score = score
