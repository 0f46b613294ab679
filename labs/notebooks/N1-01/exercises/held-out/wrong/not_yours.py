# Random dots as a test set.
# expect: held-out failed not-yours
# %% held-out-answer
train_images, train_labels = images, labels
test_images = np.random.default_rng(0).integers(0, 2, (9, 256)).astype(float)
test_labels = ["1", "4", "7"] * 3
