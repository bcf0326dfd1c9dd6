"""Tells the words around a story (datelines, bylines, credits, invitations) from the story itself."""

from __future__ import annotations

import re

LONGEST_LINE = 120  # characters of a byline, a credit or a date that stands alone

_DASH = r"(?:\s*[—–]|\s+-{1,2}|\s*--)\s*"
_AGENCY = (
    r"(?:AP|AFP|ANI|ANP|ANSA|APA|Belga|Bloomberg|CP|DPA|EFE|EPD|IANS|KNA|Kyodo|Lusa|NTB|OTS|PA(?: Media)?|PTI|Reuters|"
    r"Ritzau|SDA|TASS|TT|UPI|Xinhua|Thomson Reuters|The Associated Press)"
)
_MONTH = r"(?:jan|feb|mar|mär|apr|abr|avr|may|mai|jun|jul|aug|ago|aoû|sep|set|oct|okt|out|nov|dec|dez|dic|déc|ene|fév)"
_PLACE = r"(?P<place>[^\W\d_][\w '’/-]{1,40}?\w\b)"  # counts only in capitals throughout
_BEGINS = r"(?=[\"'“„«‘¿¡]?[^\W_a-zß-ÿ])"  # the story itself begins as sentences do, not as an aside between dashes
_DAY = rf"(?:\d{{1,2}}\s)?(?i:{_MONTH})\w*\.?(?:\s\d{{1,2}})?(?:,?\s\d{{4}})?"
_DATELINES = (
    re.compile(rf"[^!?]{{0,80}}?\((?i:{_AGENCY})\)(?:{_DASH}|:\s*|\s+)"),  # London (AP) - ...
    re.compile(rf"{_PLACE}(?:,\s[^!?—–:]{{1,40}}?)?(?:\s\([^()]{{2,30}}\))?{_DASH}{_BEGINS}"),  # SALEM, Ore. (KOIN) --
    re.compile(rf"{_PLACE}[.:]\s+{_BEGINS}(?=\S*\s*\S*[a-zß-ÿ])"),  # CALDEN. Am Montag ..., unless all is in capitals
    re.compile(rf"[\w'’ -]{{3,30}},\s{_DAY}{_DASH}{_BEGINS}"),  # Lisbon, 21 November - ...
)
_INVITATION = re.compile(
    r"(?:please )?(?:sign up|subscribe|register (?:now|here)|log in|click (?:here|to|on)|tap here|follow us|"
    r"read (?:more|also|the full|our)|continue reading|see also|also read|more on this|related:|listen to this|"
    r"share (?:this|on)|download (?:our|the) app|get (?:our|the latest)|support (?:us|our)|all rights reserved|"
    r"(?:you can )?download (?:a|the) (?:printer-friendly|printable|pdf)|"
    r"(?:do you )?have (?:any|a) (?:questions?|tips?|story)|got a (?:tip|story)|contact us|add to (?:cart|basket)|"
    r"(?:a version of )?this (?:article|story|post|piece|report) (?:(?:was )?(?:first|originally)|is part of)|"
    r"this is (?:another|the \w+|part \w+) (?:article |story |post |piece |part )?(?:in|of) .{1,60}\bseries|"
    r"the post .{1,200} appeared first on|"
    r"dieser (?:artikel|beitrag|text) (?:ist|war|wurde|erschien|erscheint|entstand)|"
    r"(?:die|diese) (?:serie|reihe) (?:entsteht|erscheint|ist teil)|"
    r"haben sie (?:noch )?fragen|in den warenkorb|"
    r"cet article (?:est|a été|fait)|este artículo (?:es|fue)|este artigo (?:é|foi)|questo articolo (?:è|fa)|"
    r"lesen sie|mehr zum thema|weiterlesen|jetzt (?:abonnieren|anmelden)|lire (?:aussi|la suite)|à lire|abonnez|"
    r"lea también|leer más|seguir leyendo|suscr[ií]b|leia (?:também|mais)|assine|leggi anche|lees (?:ook|meer))\b",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\bthis (?:article|story|post) .{0,40}\b(?:for free|to (?:our )?(?:members|subscribers) only)\b|"
    r"\b(?:we|site|website|page|blog) (?:also )?uses?\b.{0,40}\bcookies\b|\baccept (?:all )?cookies\b|"
    r"\b(?:inkl|zzgl)\. ?(?:mwst|versand)|\bplus shipping\b|"
    r"\bcookie (?:settings|preferences)\b|\benable javascript\b|"
    r"\byou(?:r browser is| are using an?) (?:out-?dated|old|unsupported)\b|"
    r"\byour browser (?:does not|doesn[’']t) support\b|"
    r"\b(?:sie verwenden|sie (?:be)?nutzen|du (?:verwendest|(?:be)?nutzt)) einen (?:\w+ )?browser\b|"
    r"\bihr browser (?:ist veraltet|unterstützt)\b|\bvous utilisez un navigateur\b|\bvotre navigateur (?:est|ne)\b|"
    r"\bsu navegador (?:está|no)\b|\b(?:o )?seu navegador (?:está|não)\b|"
    r"\b(?:filed under|abgelegt unter|posted in|veröffentlicht in|classé (?:sous|dans)|archivado en):? .{1,80}"
    r"(?:\btags?\b|\||\d (?:comments?|kommentare?|commentaires?|comentarios?)\b)|"
    r"\b(?:wir|website|seite) verwende[nt]\b.{0,40}\bcookies\b|\butili[sz]\w+\b.{0,40}\bcookies\b",
    re.IGNORECASE,
)
_CREDIT = re.compile(
    r"(?:file |stock )?(?:photo(?:graph)?|image|picture|illustration|foto|bild|imagen|imagem)s?\s*(?::|/|©|\||credit)|"
    r"(?:\(\d{1,2}:\d\d\)\s)?(?:source|quelle|fuente|fonte)s?:\s(?=[\"“„«]|[^\W\d_]+ (?-i:[A-ZÀ-Þ]))|"
    r"(?:credits?:|©|\(c\)\s|copyright (?:\d|©|\(c\)))",
    re.IGNORECASE,
)
_DATE = re.compile(rf"(?:[^\W\d]{{2,12}},?\s)?(?:{_DAY}|\d{{1,2}}\.?\s(?i:{_MONTH})\w*\.?\s\d{{4}})[.,]?")
# These stand on a line of their own, without a full stop.
_LINE = re.compile(
    r"(?:by|von|par|por|di|door|av|af)\s(?:[^\W\d]\S*(?:\s+|$)){1,9}|(?:photo(?:graph)?|image|picture|foto)s? by .*|"
    r"(?:last |first )?(?:updated|published|posted)\b.*\d.*|.*(?:getty images|/\s?(?:reuters|afp|ap|epa|dpa))\b.*|"
    r"\d+ (?:comments?|min(?:ute)?s? read)|submitted by\s?\S+.{0,60}|"
    r"(?:advertisement|anzeige|publicité|publicidade?|pubblicità|advertentie|sponsored|recommended|comments|share)\W*",
    re.IGNORECASE,
)


def without_dateline(paragraph: str) -> str:
    """Return a paragraph without the place, date and agency that news agencies open it with.

    >>> without_dateline("LISBON, Nov 21 (Reuters) - A ferry sank.")
    'A ferry sank.'
    """
    for dateline in _DATELINES:
        match = dateline.match(paragraph)
        if match and match.end() < len(paragraph) and match.groupdict("A").get("place", "A").isupper():
            return paragraph[match.end() :]
    return paragraph


def is_boilerplate(text: str) -> bool:
    """Tell whether a sentence or line is a byline, a credit, an invitation or a notice, and tells no news."""
    if _INVITATION.match(text) or _NOTICE.search(text):
        return True
    if len(text) > LONGEST_LINE:
        return False
    if _DATE.fullmatch(text):
        return True
    return _CREDIT.match(text) is not None or (text[-1:] not in ".!?。！？" and _LINE.fullmatch(text) is not None)
