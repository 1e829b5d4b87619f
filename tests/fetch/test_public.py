"""Only addresses of the open internet are public."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, IPv6Network

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from crankreader.fetch.public import is_at_home, is_public


@pytest.mark.parametrize("address", ["8.8.8.8", "1.1.1.1", "2606:4700::1111", "2a00:1450:4001::8"])
def test_what_anybody_reaches_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1", "127.255.0.9", "0.0.0.0", "10.1.2.3", "172.31.0.1", "192.168.0.1",
        "169.254.169.254", "100.64.0.1", "224.0.0.1", "239.255.255.250", "255.255.255.255",
        "192.88.99.1", "198.19.0.1", "240.0.0.1", "::", "::1", "fe80::1", "fe80::1%eth0", "fc00::1",
        "fd12::1", "ff02::1", "::ffff:8.8.8.8", "::8.8.8.8", "64:ff9b::808:808",
        "64:ff9b:1::1", "2002:808:808::1", "2001::1", "2001:db8::1", "3fff::1", "fec0::1",
        "localhost", "0x7f.1", "2130706433", "", "1.2.3",
    ],
)  # fmt: skip
def test_what_is_local_private_translated_or_no_address_is_not(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_no_ipv4_address_is_public_against_the_word_of_python(address: IPv4Address) -> None:
    assume(not address.is_global or address.is_multicast)
    assert not is_public(str(address))


@given(st.ip_addresses(v=6))
def test_no_ipv6_address_is_public_against_the_word_of_python(address: IPv6Address) -> None:
    assume(not address.is_global or address.is_multicast)
    assert not is_public(str(address))


@given(
    st.ip_addresses(v=4),
    st.sampled_from(["::", "::ffff:0:0", "64:ff9b::", "2002::", "::ffff:0:0:0"]),
)
def test_no_ipv4_address_hides_in_a_public_one(inner: IPv4Address, network: str) -> None:
    shift = 80 if network == "2002::" else 0
    outer = IPv6Address(int(IPv6Network(network).network_address) | int(inner) << shift)
    assert not is_public(str(outer))


@pytest.mark.parametrize("address", ["127.0.0.1", "10.1.2.3", "192.168.0.1", "::1", "fd12::1"])
def test_a_host_of_ones_own_is_at_home(address: str) -> None:
    assert is_at_home(address)


@pytest.mark.parametrize(
    "address", ["169.254.169.254", "fe80::1", "::ffff:169.254.169.254", "0.0.0.0", "8.8.8.8", "x"]
)
def test_what_nobody_runs_feeds_on_is_not(address: str) -> None:
    assert not is_at_home(address)
