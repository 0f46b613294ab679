"""Handlers that speak HTML."""
