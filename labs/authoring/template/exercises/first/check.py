# TODO: what is right, and hidden tests below a line `# %% hidden`.
if answer is None:
    raise NotAttempted
expect(answer == 42, "not-yet")
passed_here()
