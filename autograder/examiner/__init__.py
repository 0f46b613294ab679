"""The process that holds the tests, and its view of the learner's objects."""
