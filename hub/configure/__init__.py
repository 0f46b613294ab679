"""One module per concern, each with one `apply(c, settings)`. They only set values."""

from hub.configure import house, pages, people, permissions, servers, services

__all__ = ["house", "pages", "people", "permissions", "servers", "services"]
