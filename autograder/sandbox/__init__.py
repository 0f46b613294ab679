"""Starts a learner's process, or an examiner, behind walls: cold or warm."""
