"""Tells whether DMARC counts who signs a mail and who takes its bounces for the domain of From (RFC 7489, 3.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.doctor.dmarc import policy_of
from digest.model.health import doubtful, good, not_checked, wrong

if TYPE_CHECKING:
    from digest.doctor.names import Names
    from digest.model.health import Examined

CHECK = "DMARC alignment"


def are_aligned(one: str, other: str, *, strictly: bool = False) -> bool:
    """Tell whether the domains are the same, or, unless `strictly`, one stands under the other.

    Two that only share an organisation (news.herald.example and mail.herald.example) are not recognised: that takes a
    list of all the suffixes under which people register.
    """
    one, other = one.rstrip(".").lower(), other.rstrip(".").lower()
    return one == other or (not strictly and (one.endswith(f".{other}") or other.endswith(f".{one}")))


def check_alignment(names: Names, sender: str, *, signed_by: str = "", bounces_to: str = "") -> Examined:
    """Judge by the DMARC record that holds for `sender`, the domain of From, whether DKIM and SPF count for it.

    `signed_by` is the domain of our signature (d=), `bounces_to` that of the envelope; empty where others decide it.

    Raises:
        NoAnswer: the DNS does not answer.
    """
    try:
        found = policy_of(names, sender)
    except ValueError:
        found = None
    if found is None:
        return not_checked(CHECK, f"{sender} has no one DMARC record that says how")
    tags = found[1]
    known = [one for one in (("DKIM", "adkim", signed_by), ("SPF", "aspf", bounces_to)) if one[2]]
    counting, failing = [], []
    for method, tag, domain in known:
        if are_aligned(domain, sender, strictly=tags.get(tag) == "s"):
            counting.append(method)
        else:
            failing.append(f"{method} is for {domain} ({tag}={tags.get(tag, 'r')})")
    if not known:
        return not_checked(CHECK, "others sign and take the bounces: look at a mail with doctor --delivered FILE")
    return _judged(sender, counting=counting, failing=failing, signed=bool(signed_by))


def _judged(sender: str, *, counting: list[str], failing: list[str], signed: bool) -> Examined:
    """Judge; where we sign ourselves that has to count, since SPF fails as soon as a mail is forwarded."""
    if not failing or "DKIM" in counting:
        alone = f"; {failing[0]}, which does no harm" if failing else ""
        return good(CHECK, f"{' and '.join(counting)} count{'s' * (len(counting) == 1)} for {sender}{alone}")
    words = f"{' and '.join(failing)}, and From is {sender}"
    if counting:
        return doubtful(CHECK, words, f'set [mail.dkim] domain = "{sender}"; SPF alone fails when a mail is forwarded')
    if signed:
        words += ", so that every mail fails"
        return wrong(CHECK, words, f'set [mail.dkim] domain = "{sender}", and publish its key')
    return doubtful(CHECK, words, f"have the mail server sign as {sender}, or give bounce_address that domain")
