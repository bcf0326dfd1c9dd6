"""Tells the words around a story (bylines, credits, invitations, notices) from the story itself."""

from __future__ import annotations

import re

from digest.editorial.datelines import DAY
from digest.editorial.site_words import speaks_to_readers

LONGEST_LINE = 120  # characters of a byline, a credit or a date that stands alone

_MARKS = "+>»►▶▸→👉✅📲🔔*•-–— "  # before a line that asks readers for something
_INVITATION = re.compile(
    r"(?:(?:please )?(?:sign up|subscribe|register (?:now|here)|log in|click (?:here|to|on)|tap here|"
    r"refresh (?:the|this) page|check back)|follow (?:us|him|her|them|@\w+|(?:our|the|all) (?:live|latest|updates?))|"
    r"read (?:more|also|the full|our)|(?:to )?(?:continue|keep) reading|see also|also read|more on this|"
    r"more to follow|keep up with (?:all|our|the)|for more information,? (?:visit|see|contact|go|call)|"
    r"listen (?:to this|now|on (?:apple|spotify|bbc))|watch (?:the|our|this) (?:full )?video|"
    r"share (?:this|on)|download (?:our|the) app|get (?:our|the latest)|support (?:us|our)|all rights reserved|"
    r"(?:you can )?download (?:a|the) (?:printer-friendly|printable|pdf)|(?:already|not) a (?:subscriber|member)|"
    r"(?:do you )?have (?:any|a) (?:questions?|tips?|story)|(?:have you )?got (?:an? )?(?:tip|story|news)|"
    r"contact us|add to (?:cart|basket)|"
    r"(?:a version of )?this (?:article|story|post|piece|report) "
    r"(?:(?:was )?(?:first|originally|updated|amended)|is part of|has been (?:updated|corrected|amended))|"
    r"an (?:earlier|previous) version of this (?:article|story|post)|"
    r"in einer früheren version dieses|une version (?:précédente|antérieure) de cet article|"
    r"una versión anterior de este|see (?:all|more) (?:of )?(?:the |our )?(?:pictures|photos|images|videos)|"
    r"our standards: the|editor[’']?s[’']? note|anmerkung der redaktion|note de la rédaction|"
    r"nota (?:del editor|d[ea] (?:la )?reda\w+)|"
    r"this is an? (?:edited )?(?:preview|excerpt|extract|transcript)|new episodes (?:every|each)|"
    r"take (?:our|this) (?:quiz|poll|survey)|we may (?:earn|receive) an? (?:\w+ )?commission|"
    r"this is (?:another|the \w+|part \w+) (?:article |story |post |piece |part )?(?:in|of) .{1,60}\bseries|"
    r"this is a (?:breaking|developing) (?:news )?story|the views (?:and opinions )?expressed|"
    r"(?:story|article) continues below|sponsored (?:content|post)|paid (?:for by|content|post)|"
    r"this (?:content|video) is hosted|"
    r"the post .{1,200} appeared first on|"
    r"dieser (?:artikel|beitrag|text) (?:ist|war|wurde|erschien|erscheint|entstand)|"
    r"(?:die|diese) (?:serie|reihe) (?:entsteht|erscheint|ist teil)|"
    r"von unsere[mnr]\w* (?:korrespondent|reporter|mitarbeiter|redakt)\w*|das wichtigste in kürze|"
    r"haben sie (?:noch )?fragen|in den warenkorb|"
    r"cet article (?:est|a été|fait)|este artículo (?:es|fue)|este artigo (?:é|foi)|questo articolo (?:è|fa)|"
    r"hier können sie .{1,40}\b(?:anhören|nachlesen|herunterladen)|jetzt (?:\d+ )?(?:\w+ )?(?:gratis|kostenlos) \w+|"
    r"lesen sie|mehr (?:zum thema|dazu)|weiterlesen|(?:jetzt|newsletter) (?:abonnieren|anmelden)|"
    r"lire (?:aussi|la suite)|à lire|abonnez|l[ae]+ también|te puede interesar|leer más|seguir leyendo|"
    r"suscr[ií]b[ea](?:te|se)|"
    r"(?:lei|vej)a (?:também|mais)|assine|leggi anche|lees (?:ook|meer)|читайте (?:также|ещё|еще)|"
    r"подпи(?:сывайтесь|шитесь)|"
    r"اقر[أا] (?:أيضا|المزيد)|للمزيد|تابعونا|اشترك|यह भी पढ़ें|ये भी पढ़ें|और पढ़ें|सब्सक्राइब)"
    r"(?:\b|(?<=[\u0900-\u097f])(?!\w))|related: |"
    r"(?:この記事は(?:有料|会員)|(?:無料|有料)会員(?:に登録|限定|になる)|残り\d+文字|シェアする|更多精彩|未经授权|本文为付费|"
    r"(?:欢迎|扫码|请)关注.{0,20}(?:公众号|微信|微博)|저작권자|무단 ?전재|관련기사|"
    r"関連記事|続きを読む|会員登録|あわせて読みたい|相关(?:阅读|报道)|延伸阅读|点击|อ่านเพิ่มเติม|อ่านต่อ|ติดตามข่าว)",
    re.IGNORECASE,
)
# Who reported, and who somebody is that wrote: short sentences that say no more than that.
_STAFF = re.compile(
    r"(?:the )?[A-Z][\w. ]{1,40} contributed (?:reporting|to this (?:report|story|article))\b.*|"
    r"\W?(?i:(?:additional )?reporting|writing|editing|compiled) by\b.*|"
    r"[A-Z]\w+(?: [A-Z][\w.]+){1,2} is an? (?:\w+ ){0,3}?(?:columnist|correspondent|reporter|editor|journalist|writer) "
    r"(?:at|for|with|of) (?:the )?(?:[A-Z][\w’']+ ?){1,4}\.?|"
    r"(?:By|Von|Par|Por|Door)(?: [A-ZÀ-Þ][\w’'-]+){2,3}\.",
)
_PROFESSION = (
    r"(?:profess\w+|fellow|lecturer|columnist|director|editor|historian|economist|journalist\w*|"
    r"redakt\w+|professeure?|maître|chercheu\w+|catedrátic[oa]|periodista|jornalista|docente|hoogleraar)"
)
_WRITER = re.compile(
    r"(?:the (?:writer|author|columnist)|de[rn]? (?:autor|auteur|schrijver)|die autorin|"
    r"l[’'](?:auteure?|autrice|autore)|"
    rf"(?:el|la|o|a) (?:autora?)) (?:is|ist|est|es|é|è) (?:\w+ ){{0,3}}{_PROFESSION}\b[^,]{{0,80}}|"
    rf"(?:der autor|die autorin) (?:lehrt|leitet|forscht)\b[^,]{{0,80}}",
    re.IGNORECASE,
)
# What is to come, or was wrong before.
_ANNOUNCEMENT = re.compile(
    r"(?:here(?:[’']s| is| are) (?:what|everything|all|how|(?:\w+ )?things) (?:you|we|to)\b.{0,20}\bknow\b[^,]{0,40}|"
    r"(?:das|was) (?:sie|du|man) (?:jetzt )?(?:\w+ )?wissen (?:müssen|musst|muss|sollten)|"
    r"das müssen sie (?:jetzt )?wissen|"
    r"(?:voici )?ce qu(?:e l[’']on sait|[’']il faut (?:savoir|retenir))|"
    r"esto es (?:todo )?lo que (?:debes?|hay que|se) \w+|"
    r"(?:veja )?o que (?:se sabe|sabemos|você precisa saber)|(?:ecco )?cosa (?:sappiamo|bisogna sapere)|"
    r"dit moet je weten|"
    r"(?:we|(?:this|the) (?:news)?paper|the editors?) (?:apologi[sz]e|regret)s? (?:for )?"
    r"(?:the|this|any) (?:error|mistake)s?|"
    r"wir (?:entschuldigen uns für|bedauern|bitten) (?:den|diesen) fehler(?: zu entschuldigen)?|"
    r"wir bitten(?: dafür)? um (?:entschuldigung|verzeihung))[\s:.…]*",
    re.IGNORECASE,
)
_CORRECTION = re.compile(
    r"(?:corrections?|clarification|korrektur|berichtigung|rectificati(?:f|on)|corrección|correção|rettifica|"
    r"rectificatie)"
    r"(?:,? (?:[^\W\d]{2,12}\.? )?\d[^:]{0,20}|\s\([^()]{1,30}\))?\s?: ",
    re.IGNORECASE,
)
_NOTICE = re.compile(
    r"\bthis (?:article|story|post) .{0,40}\b(?:for free|to (?:our )?(?:members|subscribers) only)\b|"
    r"\b(?:we|site|website|page|blog) (?:also )?uses?\b.{0,40}\bcookies\b|"
    r"(?:^|\byou (?:must|need to|have to) |\bplease )accept (?:all )?cookies\b|"
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
_NOTICE_MARKS = (
    "cookie", "browser", "javascript", "navigateur", "navegador", "mwst", "versand", "shipping", "for free", "s only",
    "filed under", "abgelegt unter", "posted in", "veröffentlicht in", "classé", "archivado",
)  # fmt: skip
_PICTURE = r"(?:photo(?:graph)?|image|picture|illustration|foto|bild|imagen|imagem|bildunterschrift|crédit photo)s?"
_CREDIT = re.compile(
    rf"[(\[]?(?:file |stock )?{_PICTURE}\s*(?:caption\s*)?(?::|/|©|\||credit)|"
    r"(?:фото|写真|図|照片|图片?|फोटो|फ़ोटो|(?:ال)?صورة|ภาพ)\s*[:：]|[(（](?:责任)?编辑[:：]|"
    r"(?:\(\d{1,2}:\d\d\)\s)?(?:source|quelle|fuente|fonte)s?:\s(?=[\"“„«]|[^\W\d_]+ (?-i:[A-ZÀ-Þ]))|"
    r"(?:credits?:|©|\(c\)\s|copyright (?:\d|©|\(c\)))",
    re.IGNORECASE,
)
_DATE = re.compile(rf"(?:[^\W\d]{{2,12}},?\s)?{DAY}[.,]?")
_CLOCK = r"\d{1,2}(?:[:.h]|時|点|时)\d{2}分?(?::\d{2})?(?:\s?(?:uhr|h|hs|min|[ap]\.?m\.?|[A-Z]{2,4}))?"
_UPDATED = (
    r"(?:last )?(?:updated|aktualisiert|mis à jour|a[ct]+ualizad[oa]|aggiornat[oa]|bijgewerkt|published|modified|"
    r"更新|अपडेटेड|تحديث)"
)
# When a page was made, in numbers.
_STAMP = re.compile(
    rf"(?:(?:stand|{_UPDATED})\W{{1,3}})?(?:\d{{1,2}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{4}}[./-]\d{{1,2}}[./-]\d{{1,2}}|"
    rf"\d{{4}}年\d{{1,2}}月\d{{1,2}}日)(?:\s?[(（]\w{{1,3}}[)）])?"
    rf"(?:[\s,|·–-]*(?:às|à|at|um|a las|alle|om)?\s?{_CLOCK})?(?:[\s,|·–-]*{_UPDATED}.{{0,40}})?[.。]?",
    re.IGNORECASE,
)
_MINUTES = r"\d{1,3}\s?-?(?:min(?:\.|ut[eosai]+n?s?|uten)?|मिनट|دق\w+|分钟?)"
_READING = re.compile(
    rf"(?:lesezeit|lesedauer|(?:temps|durée) de lecture|(?:tiempo|tempo) de le[ci]tura|tempo di lettura|lettura|"
    rf"leestijd|"
    rf"(?:estimated )?reading time|وقت القراءة|مدة القراءة|पढ़ने का समय)\s?[:：]?\s?(?:ca\.? |env\. |"
    rf"about )?{_MINUTES}\.?|"
    rf"{_MINUTES}(?:\s(?:read|to read|lesezeit|de lectur[ea]|de leitura|di lettura|leestijd|lezen))?[.。]?",
    re.IGNORECASE,
)
# These stand on a line of their own, without a full stop.
_LINE = re.compile(
    r"(?:by|von|par|por|di|door|av|af)\s(?:[^\W\d]\S*(?:\s+|$)){1,9}|(?:photo(?:graph)?|image|picture|foto)s? by .*|"
    r"(?:last |first )?(?:updated|published|posted|veröffentlicht|aktualisiert|publiée?|mise? à jour|publicad[oa]|"
    r"a[ct]+ualizad[oa]|pubblicat[oa]|aggiornat[oa]|gepubliceerd|bijgewerkt)\b.*\d.*|"
    r".*(?:getty images|/\s?(?:reuters|afp|ap|epa|dpa))\b.*|"
    r"\d+ (?:comments?|min(?:ute)?s? read)|submitted by\s?\S+.{0,60}|"
    r"(?:advertisement|anzeige|publicité|publicidade?|pubblicità|advertentie|sponsored|recommended|comments|share|"
    r"leer|ler mais|lire|leggi|mehr|lees verder|devamı)\W*",
    re.IGNORECASE,
)
_ADVERTISED = re.compile(r"(?:advertisement|anzeige|publicité|publicidade?|file photo|t&cs apply)\W*", re.IGNORECASE)
# Within a paragraph: who took a picture, in brackets; and in Thai, which has no stops, an invitation to its end.
_ASIDE = re.compile(
    rf"\s?(?:\[(?:[^\[\]]{{0,30}}\b)?(?i:{_PICTURE})\b[^\[\]]{{0,120}}\]|"
    rf"\((?:[^()]{{0,30}}\b)?(?i:{_PICTURE})(?:\s?[:/]|\sby\b)[^()]{{0,120}}\))|"
    r"\s(?:อ่านเพิ่มเติม|อ่านต่อ|ติดตามข่าว).*"
)


def without_asides(paragraph: str) -> str:
    """Return a paragraph without what it says in brackets of who took a picture.

    >>> without_asides("A ferry sank. (AP Photo/Tom Reed) Nobody was hurt.")
    'A ferry sank. Nobody was hurt.'
    """
    return _ASIDE.sub("", paragraph).strip()


def is_boilerplate(text: str) -> bool:
    """Tell whether a sentence or line is a byline, a credit, an invitation or a notice, and tells no news."""
    if _INVITATION.match(text) or _is_notice(text) or _STAFF.fullmatch(text) or _ADVERTISED.fullmatch(text):
        return True
    if speaks_to_readers(text.lstrip(_MARKS)) or _CORRECTION.match(text):
        return True
    if len(text) > LONGEST_LINE:
        return False
    if any(known.fullmatch(text) for known in (_DATE, _STAMP, _READING, _ANNOUNCEMENT, _WRITER)):
        return True
    return _CREDIT.match(text) is not None or (text[-1:] not in ".!?。！？" and _LINE.fullmatch(text) is not None)


def _is_notice(text: str) -> bool:
    small = text.casefold()
    return any(mark in small for mark in _NOTICE_MARKS) and _NOTICE.search(text) is not None
