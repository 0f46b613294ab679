draws = np.random.default_rng(1).normal(5, 3, size=(200, 4))
got = np.asarray(centred(draws))
assert got.shape == (200, 4)

# %% hidden
assert np.allclose(got.mean(axis=0), 0, atol=1e-9)
assert np.allclose(got.std(axis=0), 1, atol=1e-9)
