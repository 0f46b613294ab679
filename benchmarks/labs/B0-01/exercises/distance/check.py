points = np.random.default_rng(2).normal(size=(300, 2))
got = np.asarray(distances(points, np.array([1.0, 2.0])))
assert got.shape == (300,)

# %% hidden
assert np.allclose(got, np.hypot(points[:, 0] - 1, points[:, 1] - 2))
