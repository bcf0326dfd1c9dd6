"""Reads a mail as it arrived: what the receiving server found of it, and whether one click can unsubscribe."""

from __future__ import annotations

import re
from email import message_from_bytes
from email.policy import default as modern
from email.utils import parseaddr
from typing import TYPE_CHECKING

from digest.doctor.alignment import are_aligned
from digest.model.health import doubtful, good, not_checked, wrong

if TYPE_CHECKING:
    from collections.abc import Iterator
    from email.message import EmailMessage

    from digest.model.health import Examined

ONE_CLICK = "List-Unsubscribe=One-Click"  # RFC 8058, 3.1
_RESULT = re.compile(r"\b(spf|dkim|dmarc)\s*=\s*([a-z]+)", re.IGNORECASE)
_COMMENT = re.compile(r"\([^()]*\)")
_REMEDIES = {
    "spf": "see the line on SPF; the server that handed the mail over has to stand in the record",
    "dkim": "see the line on DKIM; if it is right, something on the way changes the mails",
    "dmarc": "SPF or DKIM has to pass for the domain of From itself",
}


def check_delivered(raw: bytes) -> list[Examined]:
    """Judge a received mail, given as its bytes."""
    message: EmailMessage = message_from_bytes(raw, policy=modern)
    if not message["From"]:
        remedy = "save the mail with all its headers, as a file of its own"
        return [wrong("mail", "it has no From (RFC 5322, 3.6), so it is none", remedy)]
    sender = parseaddr(str(message["From"]))[1].rpartition("@")[2]
    return [*_verdicts(message), *_signature(message, sender), *_unsubscribing(message)]


def _verdicts(message: EmailMessage) -> Iterator[Examined]:
    """Yield what the receiving server found; its own header stands above those that came with the mail (RFC 8601)."""
    headers = [str(value) for value in message.get_all("Authentication-Results", [])]
    if not headers:
        yield not_checked("as received", "no Authentication-Results: save the mail from the mailbox it arrived in")
        return
    found: dict[str, set[str]] = {}
    server = headers[0].split(";")[0].strip()
    for header in headers:
        if header.split(";")[0].strip() == server:
            for method, result in _RESULT.findall(_COMMENT.sub(" ", header)):
                found.setdefault(method.lower(), set()).add(result.lower())
    for method, remedy in _REMEDIES.items():
        results = found.get(method, set())
        name = f"{method.upper()}, as received"
        if "pass" in results:
            yield good(name, f"{server} says pass")
        elif results:
            yield wrong(name, f"{server} says {', '.join(sorted(results))}", remedy)
        else:
            yield doubtful(name, f"{server} says nothing of it", remedy)


def _signature(message: EmailMessage, sender: str) -> Iterator[Examined]:
    signatures = [_tags(str(value)) for value in message.get_all("DKIM-Signature", [])]
    if not signatures:
        yield wrong("signature", "there is no DKIM-Signature", "set up [mail.dkim], or let your mail server sign")
        return
    ours = [tags for tags in signatures if are_aligned(tags.get("d", ""), sender)]
    if not ours:
        domains = ", ".join(tags.get("d", "?") for tags in signatures)
        words = f"signed by {domains}, and From is {sender}"
        yield wrong("signature", words, f"have the mails signed by {sender}, or DMARC does not count it")
        return
    signed = {name.strip().lower() for tags in ours for name in tags.get("h", "").split(":")}
    missing = [name for name in ("List-Unsubscribe", "List-Unsubscribe-Post") if name.lower() not in signed]
    if missing:
        words = f"{' and '.join(missing)} not in h=, so that mailboxes show no button"
        yield wrong("List-Unsubscribe signed", words, "have both headers signed; [mail.dkim] does")
    else:
        yield good("List-Unsubscribe signed", f"by {ours[0].get('d')}, with List-Unsubscribe-Post")


def _unsubscribing(message: EmailMessage) -> Iterator[Examined]:
    name = "one-click unsubscribe"
    links = re.findall(r"<\s*([^<>\s]+)\s*>", str(message["List-Unsubscribe"] or ""))
    secure = [link for link in links if link.lower().startswith("https://")]
    if len(secure) != 1:
        words = f"List-Unsubscribe has {len(secure) or 'no'} https address{'es' * (len(secure) > 1)}; it takes one"
        yield wrong(name, words, "publication.url has to begin with https://, and nothing on the way may change it")
    elif str(message["List-Unsubscribe-Post"] or "").strip() != ONE_CLICK:
        yield wrong(name, f"List-Unsubscribe-Post is not {ONE_CLICK}", "something on the way took it out")
    else:
        yield good(name, "List-Unsubscribe and List-Unsubscribe-Post are as RFC 8058 wants them")


def _tags(value: str) -> dict[str, str]:
    pairs = (tag.partition("=") for tag in value.split(";") if "=" in tag)
    return {name.strip().lower(): "".join(text.split()) for name, _, text in pairs}
