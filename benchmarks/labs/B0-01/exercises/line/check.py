x = np.linspace(0, 1, 50)
assert abs(line(x, 3 * x + 1) - 3) < 1e-6

# %% hidden
y = np.random.default_rng(4).normal(size=50)
assert abs(line(x, y) - np.polyfit(x, y, 1)[0]) < 1e-6
