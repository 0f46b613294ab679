"""D28. Prints and answers control and zero-width characters; mean must fail."""

MEAN = """
nasty = "".join(map(chr, range(32)))
nasty += "\\x7f\\u200b\\u202e\\ufeff\\ud800\\x9b2J\\x1b]0;x\\x07"
print(nasty)
def mean(values): print(nasty); return nasty
"""
