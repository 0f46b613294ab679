assert abs(slope_at(2.0) - 12) < 1e-5

# %% hidden
assert abs(slope_at(-1.5) - 6.75) < 1e-5
