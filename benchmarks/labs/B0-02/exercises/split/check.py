parts = split(np.arange(3594).reshape(1797, 2), np.arange(1797))
assert [len(part) for part in parts] == [1200, 597, 1200, 597]
