"""Looks for what a domain wants done with mails that fail SPF and DKIM (RFC 7489)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.model.health import doubtful, good, wrong

if TYPE_CHECKING:
    from digest.doctor.names import Names
    from digest.model.health import Examined

CHECK = "DMARC"
_POLICIES = ("none", "quarantine", "reject")


def policy_of(names: Names, domain: str) -> tuple[str, dict[str, str]] | None:
    """Return where the record that holds for a domain stands, and its tags; None where there is none.

    The domain's own comes first, then those of the domains above it, down to one of two labels.

    Raises:
        NoAnswer: the DNS does not answer.
        ValueError: there are several in one place.
    """
    labels = domain.lower().rstrip(".").split(".")
    for first in range(max(1, len(labels) - 1)):
        place = "_dmarc." + ".".join(labels[first:])
        found = [tags for text in names.texts(place) if (tags := _tags(text)).get("v", "").upper() == "DMARC1"]
        if len(found) > 1:
            raise ValueError(f"{place} has {len(found)} records, and none of them counts")
        if found:
            return place, found[0]
    return None


def check_dmarc(names: Names, domain: str) -> Examined:
    """Judge the DMARC record that holds for the sender's domain; raises NoAnswer."""
    remedy = f'publish a TXT record at _dmarc.{domain}: "v=DMARC1; p=none; rua=mailto:dmarc@{domain}"'
    try:
        found = policy_of(names, domain)
    except ValueError as error:
        return wrong(CHECK, str(error), "keep one")
    if found is None:
        return wrong(CHECK, f"{domain} has none; Gmail, Yahoo and Microsoft turn away bulk mail without one", remedy)
    place, tags = found
    policy = tags.get("p", "")
    if policy not in _POLICIES:
        return wrong(CHECK, f"{place} has no policy that is one: p={policy or '(missing)'}", remedy)
    if policy == "none":
        words = f"{place} asks for nothing to be done with forged mail (p=none)"
        return doubtful(CHECK, words, "once its reports show that all your mail passes, set p=quarantine or p=reject")
    return good(CHECK, f"{place}: p={policy}")


def _tags(text: str) -> dict[str, str]:
    pairs = (tag.partition("=") for tag in text.split(";") if "=" in tag)
    return {name.strip().lower(): value.strip().lower() for name, _, value in pairs}
