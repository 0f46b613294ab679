"""Ports for the tests' own Hubs: each on 127.0.0.1, and never one that is taken."""

import socket

# The keys of [network] in site.toml.
PORTS = ("port", "hub_port", "proxy_api_port", "record_port", "formgrader_port")


def free_ports(count: int) -> list[int]:
    """Different free ports: all sockets stay bound until every number is known."""
    held = [socket.socket() for _ in range(count)]
    try:
        for each in held:
            each.bind(("127.0.0.1", 0))
        return [int(each.getsockname()[1]) for each in held]
    finally:
        for each in held:
            each.close()
