draws = np.random.default_rng(5)
truth, guesses = draws.integers(0, 10, 400), draws.integers(0, 10, 400)
assert (np.asarray(confusion(truth, guesses)) == confusion_matrix(truth, guesses)).all()
