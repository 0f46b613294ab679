"""C22. Names its exception after what the test sent, to read it; it is not shown."""

MEAN = """
def mean(values):
    if values[0] > 1000:
        raise type(f"E{values[0]}", (ValueError,), {})(values)
    return sum(values) / len(values)
"""
