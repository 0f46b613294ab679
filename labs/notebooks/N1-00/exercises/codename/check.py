import re

if codename is None:
    raise NotAttempted
# A list or a number is no name, even one that Python can write.
expect(isinstance(codename, str) and codename.strip(), "empty-name")
expect(
    "@" not in codename and not re.search(r"(\d[ .-]?){6}", codename),
    "personal-data",
)
passed_here()
