if mean([1.0]) is None:
    raise NotAttempted
expect(mean([1.0, 2.0]) == 1.5, "M8")

# %% hidden
import hidden

draws = rng.normal(size=50)
expect(math.isclose(mean(list(draws)), np.mean(draws)), "M9")
expect(mean([hidden.SECRET, hidden.SECRET]) == hidden.SECRET, None, text="large")
