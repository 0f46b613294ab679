if table is None:
    raise NotAttempted
right = [a == b for a, b in zip(list(table), [0, 1, 4, 9])]
expect(len(list(table)) == 4, "sizes")
3 * sum(right) / 4
