# Leaves in the middle of the last exercise only.
# expect: drawings passed
# expect: held-out passed
# expect: my-ai passed
# expect: other-hand passed
# expect: centred failed
# %% centred-answer
import sys

sys.exit(0)
