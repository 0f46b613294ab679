"""The labs: what learners do, and the words everybody uses about it.

This file stays empty of code: it also travels into the learner's image, with
`labs.language`, `labs.words`, `labs.outcome`, `labs.kit` and `labs.exchange` only.
"""
