"""Closing the network to tests, but for this machine and the services the settings name."""

import ipaddress
import socket
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit


class NetworkClosed(AssertionError):
    """A test tried to reach another machine."""


def service_hosts(redis_url: str, database_host: str) -> frozenset[str]:
    """The addresses of broker and database where they are not on this machine."""
    names = [urlsplit(redis_url).hostname or "", database_host]
    addresses: set[str] = set()
    for name in names:
        if name and not name.startswith("/") and not is_loopback(name):
            addresses.update(str(found[4][0]) for found in socket.getaddrinfo(name, None))
    return frozenset(addresses)


def is_loopback(host: str) -> bool:
    if host in {"localhost", ""}:
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def guarded(connect: Callable[..., Any], allowed: frozenset[str]) -> Callable[..., Any]:
    """``connect`` of a socket that refuses every address elsewhere."""

    def checked(self: socket.socket, address: Any) -> Any:
        if self.family in {socket.AF_INET, socket.AF_INET6}:
            host = str(address[0])
            if not is_loopback(host) and host not in allowed:
                raise NetworkClosed(f"Tests stay on this machine; this one tried {host}.")
        return connect(self, address)

    return checked
