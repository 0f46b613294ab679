"""Ports for the tests' own servers: each on 127.0.0.1, and never one that is taken.

Nor one that will be: a number given here is this process's until it ends, and lies
below those that the kernel gives away by itself (so that no outgoing connection sits
on it when the server starts). Other workers, other runs and benchmarks look here too.
"""

import random
import socket
from contextlib import closing
from pathlib import Path

# The keys of [network] in site.toml.
PORTS = ("port", "hub_port", "proxy_api_port", "record_port", "formgrader_port")
_KERNELS_OWN = Path("/proc/sys/net/ipv4/ip_local_port_range")
_LOWEST = 10_000


def free_ports(count: int) -> list[int]:
    """Different free ports, kept for this process."""
    first_of_the_kernel = int(_KERNELS_OWN.read_text().split()[0])
    numbers = list(range(_LOWEST, first_of_the_kernel))
    random.shuffle(numbers)
    found: list[int] = []
    for number in numbers:
        if len(found) == count:
            return found
        if _is_ours(number) and _is_free(number):
            found.append(number)
    raise AssertionError(f"no {count} free ports below {first_of_the_kernel}")


def _is_ours(number: int) -> bool:
    """Take the number: a name that one process at a time can have, and no file."""
    claim = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
    try:
        claim.bind(f"\0creer-son-ia-test-port-{number}")
    except OSError:
        claim.close()
        return False
    claim.detach()  # open until this process ends
    return True


def _is_free(number: int) -> bool:
    with closing(socket.socket()) as trial:
        try:
            trial.bind(("127.0.0.1", number))
        except OSError:
            return False
    return True
