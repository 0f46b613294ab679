# M7, path B: the halves overlap.
# expect: held-out failed M7
# %% held-out-answer
train_images, train_labels = images[:30], labels[:30]
test_images, test_labels = images[20:], labels[20:]
