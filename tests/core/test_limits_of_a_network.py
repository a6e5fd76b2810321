"""Whom a limit counts."""

import pytest
from django.test import RequestFactory

from core.network import client_network


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("unix:", "unix:"),
    ],
)
def test_a_subscriber_of_ipv6_counts_once(address: str, counted: str) -> None:
    assert client_network(RequestFactory().get("/", REMOTE_ADDR=address)) == counted
