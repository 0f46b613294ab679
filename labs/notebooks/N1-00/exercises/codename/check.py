import re

if codename is None:
    raise NotAttempted
expect(str(codename).strip(), "empty-name")
expect(
    "@" not in str(codename) and not re.search(r"(\d[ .-]?){6}", str(codename)),
    "personal-data",
)
passed_here()
