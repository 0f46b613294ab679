"""The progress record: a JupyterHub service, and the only owner of our database.

domain/ is pure (no I/O); store/ holds the only SQL; web/ is thin; exchange.py
takes a submission once and signs its receipt. Marks arrive through the feed
(`PUT api/feed/results/...`), are kept as events that nothing edits, and progress
is derived from those events by one pure function.
"""
