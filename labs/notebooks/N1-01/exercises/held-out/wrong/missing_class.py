# The file is in the order of classes: the end of it is one class only.
# expect: held-out failed missing-class
# %% held-out-answer
train_images, train_labels = images[:28], labels[:28]
test_images, test_labels = images[28:], labels[28:]
