"""A released lab: its version, and the tests the examiner holds."""
