"""Judges a bounce that came by mail: whose fault it is, by all that its report says, at which point, and its codes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

from digest.events.faults import NO_SUCH_MAILBOX
from digest.events.phrases import Said, any_of, said
from digest.model.event import Fault

if TYPE_CHECKING:
    from digest.events.reported import Reported

_LONGEST = 20_000  # characters of a notice that are looked at
_OF_THE_READER = frozenset({"5.0.0", "5.1.0", "5.1.4", "5.1.5", "5.2.0", "5.2.2", "5.3.0", "5.3.1"})
_CONFIRMING = re.compile(r"5\.1\.(?:1|2|3|6|10|351)")  # codes beside which "unknown user" means what it says
# Codes that only say that it failed, or that wrap what another server said.
_VAGUE = re.compile(r"\d\.0\.\d+|[45]\.4\.7|5\.1\.0|5\.1\.351|5\.5\.0|5\.3\.0")
_ENHANCED = re.compile(r"(?<![\w.])([245]\.\d{1,3}\.\d{1,3})(?![\d]|\.\d)")
_REPLY = re.compile(r"(?<![\w.:/-])([245][0-7]\d)(?=[ -]|$|['\"#:])")
# A reply that opens with an address answers RCPT: to DATA, which names none, a server has none to repeat.
_NAMES_ADDRESS = re.compile(
    r"(?<![\w.])5\d\d(?:[ -]|: )(?:#?5\.\d{1,3}\.\d{1,3}\s+)?"
    r"(?:<[^<>\s]{1,320}>|[^<>\s@]{1,64}@[^<>\s@]{1,255}?(?:\.\.\.|:))"
)
_CONTRADICTING = re.compile(r"5\.7\.\d+")  # a policy, which "unknown user" is not


class _Moment(Enum):
    """At which point of the dialogue a server said no: only at the recipient can it mean the recipient for sure."""

    SENDER = auto()
    RECIPIENT = auto()
    CONTENT = auto()


_MOMENTS = {
    _Moment.RECIPIENT: any_of(r"""
        in reply to rcpt|after rcpt|in rcpt to|\[rcpt_to\]|like our rcpt|following rcpt|does not like recipient
        server has rejected address|rejected recipient|for rcpt
    """),
    _Moment.SENDER: any_of(r"""
        in reply to (?:mail|helo|ehlo)|after (?:initial|connect|mail|helo|ehlo)|refused to talk to me
        my name was rejected|like our (?:mail|helo|ehlo)|performing the (?:helo|ehlo|initial)
        following (?:mail|helo|ehlo)|\[(?:mail_from|connect)\]
    """),
    _Moment.CONTENT: any_of(r"""
        in reply to (?:end of )?data|after (?:end of )?data|after (?:sending|the) (?:end of )?(?:data|message)
        after i sent the message|like our (?:final )?(?:data|dot)|for text command|following data
        smtp transmission failure|smtp command data\b|\[data\]
    """),
}
_TRANSCRIPT = re.compile(r">>> (\w{4})[^\n]{0,500}\n(?:<<< [^\n]{0,500}\n){0,3}?<<< 5")
_TRANSCRIBED = {"rcpt": _Moment.RECIPIENT, "mail": _Moment.SENDER, "helo": _Moment.SENDER, "ehlo": _Moment.SENDER}
_SENDMAIL = re.compile(
    r"^550 5\.1\.1 [^\n]{1,320}\.\.\. user unknown", re.MULTILINE
)  # its own words once RCPT was refused


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """Whose fault, and by which code: enhanced (RFC 3463) where one was given, else the reply code, else empty."""

    fault: Fault
    code: str


def diagnose(reported: Reported) -> Diagnosis:
    """Return the judgement on what was reported of a recipient that bounced.

    Wrongly suppressing a reader is worse than missing one, so what is not said clearly is `PASSING`: it counts, but
    only when it goes on. A policy or a full mailbox in the words outweighs any code.
    """
    words = reported.words or reported.around
    code = _code(reported.status, words)
    return Diagnosis(_fault(code, words, reported=reported), code or _reply(words))


def _fault(code: str, words: str, *, reported: Reported) -> Fault:
    what = said(words)
    moment = _moment(reported.around[:_LONGEST].lower()) or (
        _Moment.RECIPIENT if _NAMES_ADDRESS.search(words[:400]) else None
    )
    if what is Said.SENDER or (moment is _Moment.SENDER and not _is_later(code, words)):
        return Fault.SENDER
    if what is Said.LATER or _is_later(code, words):
        return Fault.PASSING
    if code in NO_SUCH_MAILBOX or what is Said.GONE:
        return Fault.RECIPIENT
    if what is Said.UNKNOWN:
        sure = moment is _Moment.RECIPIENT and not _CONTRADICTING.fullmatch(code)
        confirmed = moment is not _Moment.CONTENT and _CONFIRMING.fullmatch(code)
        return Fault.RECIPIENT if sure or confirmed else Fault.PASSING
    if what is Said.UNSURE or not code or code in _OF_THE_READER:
        return Fault.PASSING
    return Fault.SENDER


def _code(status: str, words: str) -> str:
    """Return the truest enhanced code: the first telling one in the words, then a telling status, then any."""
    spoken = [found[1] for found in _ENHANCED.finditer(words[:2_000])]
    stated = [found[1] for found in _ENHANCED.finditer(status)]
    telling = [code for code in (*spoken, *stated) if not _VAGUE.fullmatch(code)]
    return next(iter((*telling, *spoken, *stated)), "")


def _reply(words: str) -> str:
    found = _REPLY.search(words[:2_000])
    return found[1] if found else ""


def _is_later(code: str, words: str) -> bool:
    """Tell whether the other server asked to try again, which a 4 at the head of its code means.

    A vague code is often that of the server which reports, and wrong; then the reply counts.
    """
    reply = _reply(words)
    return (reply if reply and (not code or _VAGUE.fullmatch(code)) else code).startswith("4")


def _moment(around: str) -> _Moment | None:
    if _SENDMAIL.search(around):
        return _Moment.RECIPIENT
    flat = " ".join(around.split())
    for moment, pattern in _MOMENTS.items():
        if pattern.search(flat):
            return moment
    found = _TRANSCRIPT.search(around)
    return _TRANSCRIBED.get(found[1], _Moment.CONTENT) if found else None
