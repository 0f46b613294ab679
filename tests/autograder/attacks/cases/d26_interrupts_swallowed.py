"""D26. Loops and swallows every interrupt; it is ended, mean must fail."""

LIMITS = {"cpu_s": 12}
MEAN = """
while True:
    try:
        while True: pass
    except BaseException: pass
"""
