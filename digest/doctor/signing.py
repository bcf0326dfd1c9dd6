"""Looks for the public key by which others verify our signatures (RFC 6376, 3.6), and whether it is ours."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.doctor.alignment import are_aligned
from digest.model.health import doubtful, good, not_checked, wrong

if TYPE_CHECKING:
    from digest.doctor.names import Names
    from digest.model.health import Examined

CHECK = "DKIM"
SENDGRID_SELECTORS = ("s1", "s2")  # as its domain authentication sets them up
BY_OTHERS = "sign nothing ourselves; the mail server may: send yourself an issue, and look with doctor --delivered FILE"


def check_own_key(names: Names, *, name: str, record: str, signed_by: str, sender: str) -> Examined:
    """Judge the key at `name`, which should be `record`; `signed_by` is the domain that signs for `sender`'s mails.

    Raises:
        NoAnswer: the DNS does not answer.
    """
    published = [_tags(text) for text in names.texts(name)]
    keys = [tags["p"] for tags in published if "p" in tags]
    remedy = f'publish a TXT record at {name}: "{record}"'
    if not keys:
        return wrong(CHECK, f"there is no key at {name}, so that every signature fails", remedy)
    if not any(keys):
        return wrong(CHECK, f"the key at {name} is revoked (p= is empty)", remedy)
    if _tags(record)["p"] not in keys:
        return wrong(CHECK, f"the key at {name} is not that of [mail.dkim] key_file", remedy)
    if not are_aligned(signed_by, sender):
        words = f"{signed_by} signs for {sender}, which is another domain, so that DMARC does not count it"
        return wrong(CHECK, words, f'set [mail.dkim] domain = "{sender}", and publish its key')
    return good(CHECK, f"{name} has our key")


def check_sendgrid_keys(names: Names, sender: str) -> Examined:
    """Look for the keys that SendGrid signs a domain's mails with; raises NoAnswer."""
    places = [f"{selector}._domainkey.{sender}" for selector in SENDGRID_SELECTORS]
    if any(any(_tags(text).get("p") for text in names.texts(place)) for place in places):
        return good(CHECK, f"SendGrid's keys are published for {sender}")
    return doubtful(
        CHECK,
        f"SendGrid's usual keys are not published for {sender}",
        "authenticate the domain in SendGrid (Settings, Sender Authentication); if it has other selectors, all is well",
    )


def signed_elsewhere() -> Examined:
    """Say that nobody can tell from here who signs."""
    return not_checked(CHECK, f"we {BY_OTHERS}")


def _tags(record: str) -> dict[str, str]:
    """Read a list of tags (RFC 6376, 3.2), without the spaces in their values."""
    pairs = (tag.partition("=") for tag in record.split(";") if "=" in tag)
    return {name.strip().lower(): "".join(value.split()) for name, _, value in pairs}
