"""D26. Takes all memory while a test asks; mean must fail."""

MEAN = """
def mean(values):
    hoard = []
    while True: hoard.append(bytearray(10_000_000))
"""
