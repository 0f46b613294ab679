"""The record's pages and HTTP API: thin handlers over exchange.py and store/."""
