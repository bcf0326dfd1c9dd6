"""Tells by a file's name whether those who are in it are not to be mailed, in the languages of newsrooms."""

from __future__ import annotations

import re
import unicodedata

from subscribers.files.fields import Verdict
from subscribers.files.headings import heading


def _pattern(words: str) -> re.Pattern[str]:
    """Return what finds any of these beginnings of words; one with a full stop behind it is a whole word."""
    found = [" ".join(map(heading, one.split())) + r"\b" * one.endswith(".") for one in words.split("|")]
    return re.compile(rf"\b(?:{'|'.join(found)})")


# Words that deny are part of these.
_DENIED = _pattern(
    "do not mail|do not email|do not contact|do not send|do not e mail|dont mail|dont email|dont contact"
    "|no mail.|no email|no contact|no longer|non subscri|nonsubscri|not subscri|never subscri|neversubscri"
    "|nicht mehr|nicht anschreiben|nicht kontakt|nicht angemeldet"
    "|keine mail|keine werbung|ne pas|ne plus|non abonn|no contactar|no enviar|no suscri|nao contact"
    "|nao enviar|non contattare|non inviare|non iscritt|niet mail"
)
_LEFT = _pattern(
    "unsub|opt out|opted out|optout|optedout|suppress|blacklist|black list|blocklist|block list|blocked|bounce"
    "|hard bounce|soft bounce|undeliver|complain|spam.|cleaned.|cancel|delet|remov|revok|withdr|deactiv|inactiv"
    "|invalid|left.|leavers|gone.|former.|quarantin|deceased"
    "|denylist|reject|dnm.|dnc.|erased|erasure|forgotten|ex.|lapsed|suspend|excluded|opposition|robinson|failed"
    "|bad address|dead.|rückläuf|retour|löschung|unzustell|verstorb|npai|plainte|désabo|rebote|queja|rimbalz"
    "|abmeld|abgemeld|abbestell|austritt|ausgetr|austrag|kündigung|gekündigt|widerruf|widerspr|gesperrt|sperrliste|inaktiv"
    "|gelöscht|ehemalige|désabonn|désinscri|résili|désactiv|inactif|baja.|bajas.|desuscri|cancelad|rechazad|rebotad"
    "|descadastr|desinscri|inativ|removid|disiscri|cancellat|disattiv|rimoss|uitgeschreven|uitschrij|afgemeld|afmeld|opgezegd"
    "|avregistr|avanmäl|avmeld|framel|wypis|rezygn|отпис|odhláš|leiratkoz|dezabon|peruutet|відпис|abonelikten"
)
_WITHOUT_SPACES = re.compile("配信停止|購読解除|退会|退订|取消订阅|수신거부|구독취소")
_DENIALS = _pattern(
    "not.|non.|no.|never.|without.|except.|minus.|excluding.|ohne.|nicht.|keine.|sans.|sin.|senza.|zonder.|sem.|utan."
    "|dup|dedup|doublon|duplik"
)
_BOUNCED = _pattern("bounce|hard bounce|cleaned.|undeliver|invalid|rebotad|rebote|rimbalz|rückläuf|unzustell|npai")
_COMPLAINED = _pattern("complain|spam.|plainte|queja")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")


def left_by(name: str) -> Verdict | None:
    """Return how those in a file of this name stand, at a guess, None where it does not say that they left.

    >>> left_by("unsubscribed_segment_export_8893.csv"), left_by("hard-bounces.csv"), left_by("not-unsubscribed.csv")
    (<Verdict.UNSUBSCRIBED: 'unsubscribed'>, <Verdict.BOUNCED: 'bounced'>, None)
    """
    composed = unicodedata.normalize("NFC", _CAMEL.sub(" ", name))
    words = " ".join(map(heading, re.split(r"[\W_]+", composed)))
    if not (_DENIED.search(words) or _WITHOUT_SPACES.search(composed)) and (
        not _LEFT.search(words) or _DENIALS.search(words)
    ):
        return None
    if _BOUNCED.search(words):
        return Verdict.BOUNCED
    return Verdict.COMPLAINED if _COMPLAINED.search(words) else Verdict.UNSUBSCRIBED
