"""Reads bounces that are written for people alone: who could not be reached, and what the other server said of it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from digest.events.mail_headers import addresses, readable
from digest.events.reported import Reported
from digest.events.returned import reported_to, sent_to
from digest.model.event import EventKind

if TYPE_CHECKING:
    from digest.events.mail_headers import Headers
    from digest.events.mail_parts import Mail

_MOST_RECIPIENTS = 100
_LONGEST = 20_000  # characters of a notice that are looked at
_MACHINE = re.compile(r"(?:mailer|mail)-?daemon|^\s*<?\s*>?\s*$|post ?master|mail deliver(?:y|er)|mdaemon", re.IGNORECASE)
_SUBJECT = re.compile(
    r"undeliver|not? (?:be )?deliver|returned (?:to sender|mail)|returning message|deliver\w* (?:status|fail|report|problem|error|notif|ha[sd]|incomplete)"
    r"|failure (?:notice|delivery)|failed? (?:mail|delivery|deliver)|mail (?:failed|failure|system error)|non-?deliver|\bbounced?\b"
    r"|error sending your mail|message (?:delayed|you sent blocked)|could not send|unzustellbar|nicht zugestellt|zustellung|non remis|échec"
    r"|non (?:distribu|recapitabil|consegn)|no se (?:ha )?(?:pudo|podido) entregar|no entregad|n[ãa]o (?:entregue|foi poss)|onbestelbaar"
    r"|niet (?:bezorgd|afgeleverd)|kunne ikke leveres|kan inte levereras|недоставлен|не доставлен|возвращ|配信(?:不能|できません)|返送|不達"
    r"|退信|无法(?:投递|送达)|배달 ?(?:실패|불가)",
    re.IGNORECASE,
)
_DELAY = re.compile(
    r"still (?:being retried|undelivered)|warning message only|this is a warning only|will (?:be retried|keep trying|continue to (?:try|be))"
    r"|attempts will continue|not yet been delivered|has been delayed|(?:is|was) delayed for|noch nicht zugestellt|verzögert|n'a pas encore",
    re.IGNORECASE,
)
_DELAYED_SUBJECT = re.compile(r"\bdelay(?:ed)?\b|^warning: (?:message|could not send)|verzögert|retard", re.IGNORECASE)
_OURS = re.compile(  # lines whose address is not that of the reader
    r"^\s{0,20}(?:to|from|cc|subject|sent|date|reply-to|sender|message-id|from domain)\s{0,5}:|mail from|\bcontact\b|\bassist|\bhelp\b|support"
    r"|\bquestions?\b|post ?master|mailer-daemon|message-id|please send|do so|wenden sie|adressez|contattare|from <",
    re.IGNORECASE,
)
_REPLY = re.compile(r"(?<![\w.:/-])[45]\d\d[ -]|(?<![\w.])#?[45]\.\d{1,3}\.\d{1,3}(?![\w.])|(?:said|reason|returned|response)\s?:")


def is_notice(mail: Mail) -> bool:
    """Tell whether a mail is the kind that mail servers write about other mails, by who wrote it and what it is called."""
    if mail.headers.first("x-failed-recipients") or mail.kind == "multipart/report":
        return True
    machine = _MACHINE.search(mail.headers.first("from"))
    return bool(machine or _is_from_nobody(mail)) and bool(_SUBJECT.search(readable(mail.headers.first("subject"))))


def in_words(mail: Mail, notice: str, *, returned: Headers) -> list[Reported]:
    """Return what a notice without fields for machines says of each recipient that it names.

    Where it names none, those that the returned mail was sent to are meant.
    """
    notice = notice[:_LONGEST]
    delayed = _DELAY.search(notice) or _DELAYED_SUBJECT.search(readable(mail.headers.first("subject")))
    kind = EventKind.DELAYED if delayed else EventKind.BOUNCED
    failed = _named(mail, notice, returned=returned)[:_MOST_RECIPIENTS]
    return [
        Reported(kind=kind, recipient=one, words=telling(around), around=around)
        for one in failed
        for around in (notice if len(failed) == 1 else said_of(one, notice),)
    ]


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
    """Return a text from the other server's reply on, if there is one in it, on one line."""
    found = _REPLY.search(text)
    return " ".join((text[found.start() :] if found else text).split())


def _is_from_nobody(mail: Mail) -> bool:
    return any(value.strip() in ("<>", "<MAILER-DAEMON>") for value in mail.headers.every("return-path"))


def _named(mail: Mail, notice: str, *, returned: Headers) -> list[str]:
    if failed := addresses(", ".join(mail.headers.every("x-failed-recipients"))):
        return list(failed)
    ours = reported_to(mail) | {one.lower() for one in addresses(", ".join((*returned.every("from", "return-path"), mail.headers.first("from"))))}
    lines = [line for line in notice.split("\n") if "@" in line and not _OURS.search(line)]
    named = list(dict.fromkeys(one.lower() for line in lines for one in addresses(line)[:1] if one.lower() not in ours))
    return named or list(sent_to(returned)) or list(dict.fromkeys(one for line in lines for one in addresses(line)[:1]))
