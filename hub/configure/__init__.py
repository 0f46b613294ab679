"""One module per concern, each with one `apply(c, settings)`. They only set values."""

from hub.configure import pages, people, permissions, servers, services, site

__all__ = ["pages", "people", "permissions", "servers", "services", "site"]
