# Path B: moved copies enrich the training set only; the test set stays as drawn. Frames and series.
# base: release
# %% held-out-answer
import pandas as pd

table = pd.DataFrame(images).assign(label=labels)
test = table.groupby("label").head(4)
train = table.drop(test.index)
moved = np.roll(train.drop(columns="label").to_numpy().reshape(-1, 16, 16), 1, axis=2)
train_images = np.concatenate([train.drop(columns="label"), moved.reshape(-1, 256)])
train_labels = list(train["label"]) * 2
test_images = test.drop(columns="label").to_numpy()
test_labels = test["label"]
