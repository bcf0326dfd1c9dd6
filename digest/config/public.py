"""Reads the values of digest.toml that only the public pages know: networks."""

from __future__ import annotations

from ipaddress import ip_network

from digest.config.plain import show, text


def network(value: object) -> str:
    """Read an IP address or a network such as `10.0.0.0/8`."""
    name = text(value)
    try:
        return str(ip_network(name)) if "/" in name else str(ip_network(name).network_address)
    except ValueError:
        hint = "write one such as 127.0.0.1 or 10.0.0.0/8"
        raise ValueError(f"{show(name)} is no IP address, nor a network of them; {hint}") from None
