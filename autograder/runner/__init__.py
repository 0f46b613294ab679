"""What runs inside the marking sandbox, beside the learner's code.

Nothing here holds a secret, and nothing here is believed: the learner's code
may rewrite all of it once it runs. This package imports nothing else of ours.
"""
