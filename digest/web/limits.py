"""Bounds how often something may be asked for by one network, or about one address, and forgets the quiet ones."""

from __future__ import annotations

from collections import OrderedDict
from ipaddress import ip_address, ip_network
from time import monotonic
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

MOST_KEPT = 50_000  # keys of one limit; some 10 MB

_PREFIX = {4: 24, 6: 64}  # what one customer of a provider has: a network of this size counts as one


class Limit:
    """At most `count` at once, and as many again over each `seconds`; used on one event loop."""

    def __init__(self, count: int, *, seconds: float, clock: Callable[[], float] = monotonic) -> None:
        """Take a clock that never goes back."""
        self._clock = clock
        self._most, self._each = seconds, seconds / count
        self._free_at: OrderedDict[str, float] = OrderedDict()  # by key: when all of its share is unspent again

    def take(self, key: str) -> bool:
        """Spend one of a key's share, and tell whether there was one."""
        now = self._clock()
        free_at = max(self._free_at.pop(key, now), now) + self._each
        allowed = free_at - now <= self._most + self._each / 2  # floats: the last of the share is not lost to rounding
        self._free_at[key] = free_at if allowed else free_at - self._each
        while len(self._free_at) > MOST_KEPT:
            self._free_at.popitem(last=False)
        return allowed

    def is_spent(self, key: str) -> bool:
        """Tell whether nothing of a key's share is left."""
        return self._free_at.get(key, 0.0) + self._each - self._clock() > self._most + self._each / 2

    def wait(self, key: str) -> int:
        """Return the whole seconds until a key has something of its share again."""
        return max(1, round(self._free_at.get(key, 0.0) + self._each - self._most - self._clock()))


def network_of(client: str) -> str:
    """Return the network that counts as one: /24 of IPv4, /64 of IPv6; what is no address is all one.

    >>> network_of("203.0.113.7"), network_of("2001:db8:1:2:3::4"), network_of("::ffff:203.0.113.7")
    ('203.0.113.0/24', '2001:db8:1:2::/64', '203.0.113.0/24')
    """
    try:
        address = ip_address(client)
    except ValueError:
        return "unknown"
    address = getattr(address, "ipv4_mapped", None) or address
    return str(ip_network((address, _PREFIX[address.version]), strict=False))
