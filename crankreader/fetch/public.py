"""Which addresses belong to the open internet, by lists of our own.

Python's `is_global` changed its mind between releases and takes multicast and tunnels for global.
Pure; knows no socket.
"""

from __future__ import annotations

from functools import cache
from ipaddress import IPv4Network, IPv6Network, ip_address, ip_network

_NOT_PUBLIC_4 = (
    "0.0.0.0/8", "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16",
    "172.16.0.0/12", "192.0.0.0/24", "192.0.2.0/24", "192.88.99.0/24", "192.168.0.0/16",
    "198.18.0.0/15", "198.51.100.0/24", "203.0.113.0/24", "224.0.0.0/4", "240.0.0.0/4",
)  # fmt: skip
_PUBLIC_6 = "2000::/3"
"""All that is given out. What maps IPv4 or translates to it (::ffff:0:0/96, 64:ff9b::/96,
64:ff9b:1::/48), what is local, private or multicast lies outside."""
_NOT_PUBLIC_6 = ("2001::/23", "2001:db8::/32", "2002::/16", "3fff::/20")
"""Special uses with Teredo among them, documentation, 6to4."""


_AT_HOME = (
    "127.0.0.0/8", "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10",
    "::1/128", "fc00::/7",
)  # fmt: skip


def is_public(address: str) -> bool:
    """Whether an address in numbers is one that anybody on the internet would reach."""
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    refused_4, public_6, refused_6 = _networks()
    if parsed.version == 4:
        return not any(parsed in network for network in refused_4)
    return parsed in public_6 and not any(parsed in network for network in refused_6)


def is_at_home(address: str) -> bool:
    """Whether a host of a person's own may have this address: this machine, a private network.
    What is neither that nor public (link-local, where clouds keep their secrets, and the rest) is
    nobody's to allow.
    """
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    return any(parsed in network for network in _at_home() if network.version == parsed.version)


@cache
def _at_home() -> tuple[IPv4Network | IPv6Network, ...]:
    return tuple(map(ip_network, _AT_HOME))


@cache
def _networks() -> tuple[tuple[IPv4Network, ...], IPv6Network, tuple[IPv6Network, ...]]:
    return (
        tuple(map(IPv4Network, _NOT_PUBLIC_4)),
        IPv6Network(_PUBLIC_6),
        tuple(map(IPv6Network, _NOT_PUBLIC_6)),
    )
