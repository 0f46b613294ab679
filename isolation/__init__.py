"""The walls round a process, for learners' servers and for marking.

Its one rule: it knows neither learners nor submissions, and imports nothing else of
ours.
"""
