"""From an author's text to nbgrader notebooks, one a language."""
