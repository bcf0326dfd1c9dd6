"""Reads a domain's SPF record as receiving servers do (RFC 7208), and counts the look-ups it costs them."""

from __future__ import annotations

from ipaddress import ip_address, ip_network
from typing import TYPE_CHECKING

from digest.model.health import doubtful, good, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.doctor.names import Names
    from digest.model.health import Examined

CHECK = "SPF"
MOST_LOOKUPS = 10  # RFC 7208, 4.6.4: beyond it the result is an error, which many servers take for a "no"
_COSTS = ("include", "a", "mx", "ptr", "exists", "redirect")


class BadRecord(Exception):
    """The record, or one that it includes, is none that could be followed."""


def check_spf(names: Names, domain: str, *, server: str = "") -> Examined:
    """Judge the SPF record of a domain; `server` is the host that our mails leave from, where that is known.

    Raises:
        NoAnswer: the DNS does not answer.
    """
    remedy = f'publish one TXT record at {domain}, such as "v=spf1 mx include:YOUR-MAIL-PROVIDER -all"'
    found = _records(names, domain)
    if len(found) != 1:
        many = f"{domain} has {len(found)} SPF records, which counts as an error" if found else f"{domain} has none"
        return wrong(CHECK, many, remedy)
    record, terms = found[0], found[0].lower().split()
    try:
        lookups = _lookups(names, domain, seen=())
    except BadRecord as error:
        return wrong(CHECK, f"{domain}: {error}", "mend or take out that part of the record")
    if lookups > MOST_LOOKUPS:
        words = f"{domain} takes {lookups} look-ups, and receiving servers stop at {MOST_LOOKUPS}"
        return wrong(CHECK, words, "replace includes by the ip4: networks they stand for, or drop services not in use")
    if "+all" in terms or "all" in terms:
        return wrong(CHECK, f"{domain} lets everybody send: {record}", "end the record with -all")
    if not any(term in ("-all", "~all") or term.startswith("redirect=") for term in terms):
        return doubtful(CHECK, f"{domain} says nothing of all others: {record}", "end the record with ~all or -all")
    if server and not _covers(names, domain, server):
        return doubtful(
            CHECK,
            f"{domain} does not name the addresses of {server}: {record}",
            f'if mails go out from {server} itself, add "a:{server}"; if it relays, name the one that it relays to',
        )
    return good(CHECK, f"{domain}, {lookups} of {MOST_LOOKUPS} look-ups")


def _records(names: Names, domain: str) -> list[str]:
    return [text for text in names.texts(domain) if text.lower().split(" ")[0] == "v=spf1"]


def _terms(names: Names, domain: str) -> Iterator[tuple[str, str]]:
    """Yield each mechanism or modifier of a domain's record with its value, without its qualifier."""
    found = _records(names, domain)
    if len(found) != 1:
        raise BadRecord(f"{domain}, which it refers to, has {len(found) or 'no'} SPF record{'s' * (len(found) > 1)}")
    for term in found[0].split()[1:]:
        bare = term.lstrip("+-~?")
        name, sign, value = bare.partition("=") if "=" in bare.split(":")[0] else bare.partition(":")
        yield name.lower().partition("/")[0], value if sign else ""


def _lookups(names: Names, domain: str, *, seen: tuple[str, ...]) -> int:
    if domain in seen:
        raise BadRecord(f"{domain} includes itself")
    count = 0
    for name, value in _terms(names, domain):
        count += name in _COSTS
        if name in ("include", "redirect") and "%" not in value:
            count += _lookups(names, value.lower(), seen=(*seen, domain))
        if count > 5 * MOST_LOOKUPS:
            break
    return count


def _covers(names: Names, domain: str, server: str) -> bool:
    """Tell whether an address of the server stands in the record, or in one that it includes."""
    ours = [ip_address(one) for one in names.addresses(server)]
    return not ours or any(one in network for network in _networks(names, domain) for one in ours)


def _networks(names: Names, domain: str) -> Iterator:  # type: ignore[type-arg]
    for name, value in _terms(names, domain):
        if name in ("ip4", "ip6"):
            yield ip_network(value, strict=False)
        elif name == "a":
            yield from map(ip_network, names.addresses(value or domain))
        elif name == "mx":
            for host in names.mail_servers(value or domain):
                yield from map(ip_network, names.addresses(host))
        elif name in ("include", "redirect") and "%" not in value:
            yield from _networks(names, value)
