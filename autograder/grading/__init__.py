"""One submission and one assignment version in, one Result out."""
