# Images were split, labels forgotten.
# expect: held-out failed sizes
# %% held-out-answer
train_images, test_images = images[::2], images[1::2]
train_labels, test_labels = labels, labels
