"""Reads bounces that are written for people alone: who could not be reached, and what the other server said of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.events.mail_headers import addresses, readable
from digest.events.phrases import any_of
from digest.events.replies import is_titled_as_answer
from digest.events.reported import MOST_RECIPIENTS, Reported
from digest.events.returned import reported_to, sent_to
from digest.model.event import EventKind

if TYPE_CHECKING:
    from digest.events.mail_headers import Headers
    from digest.events.mail_parts import Mail

_LONGEST = 20_000  # characters of a notice that are looked at
_MACHINE = re.compile(
    r"(?:mailer|mail)-?daemon|^\s*<?\s*>?\s*$|post ?master|mail deliver(?:y|er)|mdaemon", re.IGNORECASE
)
_SUBJECT = any_of(r"""
    undeliver|not? (?:be )?deliver|returned (?:to sender|mail)|returning message|non-?deliver|\bbounced?\b
    deliver\w* (?:status|fail|report|problem|error|notif|ha[sd]|incomplete)|failure (?:notice|delivery)
    failed? (?:mail|delivery|deliver)|mail (?:failed|failure|system error)|error sending your mail
    message (?:delayed|you sent blocked)|could not send
    unzustellbar|nicht zugestellt|zustellung|non remis|échec|non (?:distribu|recapitabil|consegn)
    no se (?:ha )?(?:pudo|podido) entregar|no entregad|n[ãa]o (?:entregue|foi poss)|onbestelbaar
    niet (?:bezorgd|afgeleverd)|kunne ikke leveres|kan inte levereras|недоставлен|не доставлен|возвращ
    配信(?:不能|できません)|返送|不達|退信|无法(?:投递|送达)|배달 ?(?:실패|불가)
""")
_FAILED = any_of(r"""
    (?:did|could|can|has|was|were)(?:n't| ?not) (?:be |been )?(?:reach|deliver)|undeliver|unable to deliver
    delivery (?:has )?failed|nicht zugestellt|n'a pas pu être|no se pudo|送信できません|配信できません
""")
_HEAD = 1_500  # characters of a notice in which it says what it is
_DELAY = any_of(r"""
    still (?:being retried|undelivered)|warning message only|this is a warning only|not yet been delivered
    will (?:be retried|keep trying|continue to (?:try|be))|attempts will continue|has been delayed
    (?:is|was) delayed for|noch nicht zugestellt|verzögert|n'a pas encore
""")
_DELAYED_SUBJECT = any_of(r"""
    \bdelay(?:ed)?\b|^warning: (?:message|could not send)|verzögert|\bretard
""")
_DELIVERED_SUBJECT = any_of(r"""
    ^(?:relayed|delivered|expanded)\b|\bsuccess(?:ful)?\b|delivery confirmation|return receipt|has been delivered
    (?:erfolgreich|bestätigung) zugestellt|zustellbestätigung|accusé de réception|conferma di (?:recapito|lettura)
""")
_OURS = any_of(r"""
    ^\s{0,20}(?:to|from|cc|subject|sent|date|reply-to|sender|message-id|from domain)\s{0,5}:
    mail from|\bcontact\b|\bassist|\bhelp\b|support|\bquestions?\b|post ?master|mailer-daemon|message-id
    please send|do so|wenden sie|adressez|contattare|from <
""")  # lines whose address is not that of the reader
_REPLY = re.compile(r"(?<![\w.:/-])[45]\d\d[ -]+#?[245]\.\d{1,3}\.\d{1,3}(?![\w.])")
_BARE_REPLY = re.compile(r"(?<![\w.:/-])[45]\d\d[ :-]|(?<![\w.#])[45]\.\d{1,3}\.\d{1,3}(?![\w.])")
# Where a quoted reply ends: a blank line, the next command, or a line that begins with another code.
_END = re.compile(r"\n[ \t]{0,8}(?:\n|>>>|(?:<<<[ \t]?)?([2-5]\d\d)(?=[ -]))")


def is_notice(mail: Mail, notice: str) -> bool:
    """Tell whether a mail is of the kind that mail servers write, by who wrote it and its title or words."""
    if mail.headers.first("x-failed-recipients") or mail.kind == "multipart/report":
        return True
    if is_titled_as_answer(mail):
        return False
    subject = readable(mail.headers.first("subject"))
    titled = bool(_SUBJECT.search(subject))
    if _MACHINE.search(mail.headers.first("from")):
        head = notice[:_HEAD]
        return titled or bool(_DELIVERED_SUBJECT.search(subject) or _FAILED.search(head) or _DELAY.search(head))
    return titled and _is_from_nobody(mail)


def in_words(mail: Mail, notice: str, *, returned: Headers) -> list[Reported]:
    """Return what a notice without fields for machines says of each recipient that it names.

    Where it names none, those that the returned mail was sent to are meant; if it returns none, there is one without
    an address, for the report's own address may tell.
    """
    notice = notice[:_LONGEST]
    kind = _kind(readable(mail.headers.first("subject")), notice)
    failed = _named(mail, notice, returned=returned)[:MOST_RECIPIENTS] or [""]
    return [_reported(kind, one, notice, alone=len(failed) == 1) for one in failed]


def said_of(address: str, notice: str) -> str:
    """Return the lines of a notice that are about an address: from its name to the next one's."""
    wanted, about, lines = address.lower(), False, []
    for line in notice[:_LONGEST].split("\n"):
        if "@" in line and (named := addresses(line)):
            about = wanted in (one.lower() for one in named) or (about and _OURS.search(line) is not None)
        if about:
            lines.append(line)
    return "\n".join(lines)


def telling(text: str) -> str:
    """Return the first reply of another server that is quoted in a text, else all of the text, on one line."""
    found = _REPLY.search(text) or _BARE_REPLY.search(text)
    if not found:
        return " ".join(text.split())
    ends = (one.start() for one in _END.finditer(text, found.end()) if one[1] != found[0][:3])
    return " ".join(text[found.start() : next(ends, len(text))].split())


def _kind(subject: str, notice: str) -> EventKind:
    if _DELIVERED_SUBJECT.search(subject):
        return EventKind.DELIVERED
    delayed = _DELAYED_SUBJECT.search(subject) or _DELAY.search(notice)
    return EventKind.DELAYED if delayed else EventKind.BOUNCED


def _reported(kind: EventKind, address: str, notice: str, *, alone: bool) -> Reported:
    about = said_of(address, notice) if address else ""
    told_before = alone and _REPLY.search(notice) and not _REPLY.search(about) and not _BARE_REPLY.search(about)
    words = telling(notice if told_before or (alone and len(about.split()) < 2) else about)
    return Reported(kind=kind, recipient=address, words=words, around=notice if alone else about)


def _is_from_nobody(mail: Mail) -> bool:
    return any(value.strip() in ("<>", "<MAILER-DAEMON>") for value in mail.headers.every("return-path"))


def _named(mail: Mail, notice: str, *, returned: Headers) -> list[str]:
    if failed := addresses(", ".join(mail.headers.every("x-failed-recipients"))):
        return list(failed)
    ours = reported_to(mail) | {
        one.lower()
        for one in addresses(", ".join((*returned.every("from", "return-path"), mail.headers.first("from"))))
    }
    lines = [line for line in notice.split("\n") if "@" in line and not _OURS.search(line)]
    named = list(dict.fromkeys(one.lower() for line in lines for one in addresses(line)[:1] if one.lower() not in ours))
    return named or list(sent_to(returned)) or list(dict.fromkeys(one for line in lines for one in addresses(line)[:1]))
