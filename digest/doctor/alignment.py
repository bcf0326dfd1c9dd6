"""Tells whether two domains belong together in the eyes of DMARC (RFC 7489, 3.1)."""

from __future__ import annotations


def are_aligned(one: str, other: str, *, strictly: bool = False) -> bool:
    """Tell whether the domains are the same, or, unless `strictly`, one stands under the other.

    Two that only share an organisation (news.herald.example and mail.herald.example) are not recognised: that takes a
    list of all the suffixes under which people register.
    """
    one, other = one.rstrip(".").lower(), other.rstrip(".").lower()
    return one == other or (not strictly and (one.endswith(f".{other}") or other.endswith(f".{one}")))
