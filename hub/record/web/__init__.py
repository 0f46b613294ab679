"""The record's pages and HTTP API: thin handlers over exchange.py and store/.

api/ speaks JSON and pages/ speaks HTML; neither imports the other. access.py says which
scopes open an address, guards.py over whom; routes.py is the one table of addresses.
"""
