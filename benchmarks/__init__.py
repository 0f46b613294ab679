"""Measurements against the stock stack, always side by side in one run."""
