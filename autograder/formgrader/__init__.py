"""The parts of the door to formgrader: rooms, passage, words, static files."""
