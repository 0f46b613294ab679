# Path B: plain lists, images of 16 x 16, the last four of each class held back.
# base: release
# %% held-out-answer
train_images, train_labels, test_images, test_labels = [], [], [], []
for name in dict.fromkeys(labels):
    mine = [
        image.reshape(16, 16) for image, label in zip(images, labels) if label == name
    ]
    train_images += mine[:-4]
    train_labels += [str(name)] * len(mine[:-4])
    test_images += mine[-4:]
    test_labels += [str(name)] * 4
