"""D26. Takes memory until nothing answers; the learner reads so, mean must fail."""

MEAN = """
hoard = []
while True: hoard.append(bytearray(10_000_000))
"""
