"""Where a request comes from, behind our own proxies only."""

from ipaddress import IPv6Address, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest


def client_ip(request: HttpRequest | None) -> str:
    """The nearest address that is not one of our proxies; headers beyond them are the client's word, and ignored."""
    if request is None:
        return "none"
    hops = [hop.strip() for hop in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if hop.strip()]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(hops) >= trusted:
        return hops[-trusted]
    return request.META.get("REMOTE_ADDR", "unknown")


def client_network(request: HttpRequest | None) -> str:
    """Whom a limit counts: the address, or for IPv6 its /64, which one subscriber holds whole."""
    raw = client_ip(request)
    try:
        address = ip_address(raw)
    except ValueError:
        return raw
    if not isinstance(address, IPv6Address):
        return str(address)
    return str(address.ipv4_mapped or ip_network(f"{address}/64", strict=False))
