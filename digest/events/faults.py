"""Tells whose fault a refusal is where it comes with a code and a line of words: by the code, else by the words."""

from __future__ import annotations

import re

from digest.model.event import Fault

# RFC 3463 and the registry that goes on from it: no such mailbox, domain or syntax; moved; a null MX; disabled.
NO_SUCH_MAILBOX = frozenset({"5.1.1", "5.1.2", "5.1.3", "5.1.6", "5.1.10", "5.2.1"})
# Sender's address, size, routes and loops, content, policy and authentication.
_SENDER = re.compile(r"5\.(1\.[78]|2\.3|3\.4|[467]\.\d{1,3})")
_PASSING = re.compile(r"5\.2\.2|552|4\.\d{1,3}\.\d{1,3}|4\d\d")

# Among other digits and dots it would be an IP address, or a version.
_CODE_IN_TEXT = re.compile(r"(?<![\d.])[45]\.\d{1,3}\.\d{1,3}(?!\.?\d)")

# The first that fits counts: a reader is never blamed where the words also speak of spam or policy.
_WORDS = (
    (
        Fault.SENDER,
        re.compile(
            r"spam|spf|dkim|dmarc|\bpolic|reputation|black ?list|block ?list|\bblocked\b|\bbanned\b|\brbl\b"
            r"|too (large|big)|authenticat|content (rejected|denied)|rate.?limit|relay|\bloop"
        ),
    ),
    (Fault.PASSING, re.compile(r"\bfull\b|quota|insufficient|temporar|try (again|later)|time[d -]*out|unavailable")),
    (
        Fault.RECIPIENT,
        re.compile(
            r"(user|recipient|mailbox|address|account|addressee)( \S+)? (is )?(unknown|invalid|not found|disabled)"
            r"|(unknown|no such|invalid|non.?existent) (\S+ )?(user|recipient|mailbox|address|account|person|domain)"
            r"|(doesn.t|does not) exist|no mailbox|no longer (valid|in use|available|exists)"
        ),
    ),
)


def fault_of(code: str) -> Fault | None:
    """Return what an enhanced status code (RFC 3463), or a bare reply code (RFC 5321), says; None: not enough."""
    if code in NO_SUCH_MAILBOX:
        return Fault.RECIPIENT
    if _SENDER.fullmatch(code):
        return Fault.SENDER
    return Fault.PASSING if _PASSING.fullmatch(code) else None


def fault_in_words(text: str) -> Fault | None:
    """Return what the other side's own words say, a status code among them first; None: nothing that is known."""
    for code in _CODE_IN_TEXT.findall(text):
        if fault := fault_of(code):
            return fault
    lowered = text.lower()
    return next((fault for fault, words in _WORDS if words.search(lowered)), None)
