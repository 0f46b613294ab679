all_images, all_labels = load_digits(return_X_y=True)
guesses = np.asarray(neighbours.predict(all_images[1200:1400] / 16))
assert (guesses == all_labels[1200:1400]).mean() > 0.9
