"""Asks the DNS."""

from __future__ import annotations

from typing import TYPE_CHECKING

import dns.exception
import dns.resolver

if TYPE_CHECKING:
    from collections.abc import Iterable

PATIENCE = 5.0  # seconds for one question, over all name servers


class NoAnswer(Exception):
    """No name server answered, or none could: nothing is known of the name."""


class Names:
    """The DNS as seen by the machine's name servers, or by one that is given."""

    def __init__(self, server: str = "") -> None:
        """Take a server such as `192.0.2.1` or `192.0.2.1:5353`, in place of the machine's own.

        Raises:
            NoAnswer: the machine has none.
        """
        try:
            self._resolver = dns.resolver.Resolver(configure=not server)
        except dns.resolver.NoResolverConfiguration as error:
            raise NoAnswer("this machine has no name server") from error
        if server:
            host, _, port = server.partition(":") if server.count(":") == 1 else (server, "", "")
            self._resolver.nameservers = [host]
            self._resolver.port = int(port or 53)
        self._resolver.lifetime = PATIENCE

    def texts(self, name: str) -> list[str]:
        """Return the TXT records of a name, the strings of each joined (RFC 7208, 3.3); none where it has none.

        Raises:
            NoAnswer: it cannot be known now.
        """
        records = (b"".join(record.strings) for record in self._ask(name, "TXT"))
        return [record.decode("utf-8", "replace") for record in records]

    def addresses(self, name: str) -> list[str]:
        """Return the IP addresses of a name; raises NoAnswer."""
        return [str(record) for kind in ("A", "AAAA") for record in self._ask(name, kind)]

    def mail_servers(self, name: str) -> list[str]:
        """Return the mail servers of a domain, the preferred first; raises NoAnswer."""
        found = sorted(self._ask(name, "MX"), key=lambda record: record.preference)
        return [str(record.exchange).rstrip(".") for record in found]

    def _ask(self, name: str, kind: str) -> Iterable:  # type: ignore[type-arg]
        try:
            return self._resolver.resolve(name, kind, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
            return ()
        except (dns.exception.DNSException, UnicodeError, ValueError) as error:
            first = str(error).splitlines()[0] if str(error) else type(error).__name__
            raise NoAnswer(f"{kind} of {name}: {first}") from error
