"""D28. A null byte in a cell, which once hung a grader for ever; mean must fail."""

MEAN = "def mean(values): return 0 # \\0 \0 x"
