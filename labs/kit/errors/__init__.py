"""Errors of Python in plain words, on the cell where they happened."""
