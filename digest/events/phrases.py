"""The phrases by which mail servers say what is wrong, sorted by what they say of the reader's address."""

from __future__ import annotations

import re
from enum import Enum, auto


class Said(Enum):
    """What a server's words say, whatever code stands beside them."""

    SENDER = auto()  # we, our words or our server are not wanted
    LATER = auto()  # full, busy, or out of reach for now
    GONE = auto()  # there is no such mailbox or domain; nobody would say so for another reason
    UNKNOWN = auto()  # no such user; but some servers say so of mail that they will not have
    UNSURE = auto()  # there may be no such mailbox, or it is closed for now


# Told first, by whole replies of one family of servers.
_FAMILIES = {
    # KDDI and its kin name no address when they turn a mail away for its content.
    Said.UNSURE: r"550:?\s*: user unknown",
    # Hotmail's own numbers follow only when the mailbox does not exist.
    Said.GONE: r"mailbox unavailable \(-?\d{1,12}:-?\d{1,12}:-?\d{1,12}\)"
    r"|resolver\.adr\.(?:ex)?recip(?:ient)?notfound|\bmailbox_?not_?found\b|\bnosuchuser\b",
    # Exchange Online turns away who is not in its directory.
    Said.UNKNOWN: r"5\.4\.1 .{0,200}\brecipient address(?:es)? rejected ?: access denied",
}

_ONE = r"(?:user|users|recipient|mailbox|account|address|addressee|mail ?drop|e-?mail(?: address| account)?|inbox|mail ?box(?:es)?|username|userid)"
_NOT_THERE = (
    r"(?:unknown|not (?:be )?(?:found|known|recognized)|(?:does|do|did) ?(?:not|n't) exist|doesnt exist|not exist(?:s|ing)?"
    r"|non-?existent|no longer exists?|is invalid|not (?:a )?valid|could ?n['o]t be found|was ?n['o]t found|is not local)"
)

# Then by phrases in the words alone: addresses, host names, links and codes are taken out before.
_PHRASES = {
    Said.SENDER: (
        r"senders? (?:address |domain |ip )?(?:was |is |has been |were )?(?:rejected|denied|verif|invalid|not |unknown|blocked|refused)",
        r"(?:sending|sender|from) domain|domain of sender|(?:invalid|bad|forged|unknown) sender|mail from (?:@ )?(?:rejected|refused)",
        r"authenticat|authoriz|authoris|credentials|\bspf\b|\bdkim\b|\bdmarc\b|email address is not verified",
        r"\b(?:reverse|r-?) ?dns\b|\bptr\b|ip name lookup|unverif(?:y|i)|mismatches client|may not be mail exchanger",
        r"(?:black|block|deny|grey ?listed by block) ?-?(?:list|sender)|\bblocke?(?:d|e|é)?\b|bloqu[ée]|gesperrt wegen|\brbl\b|\bdnsbl\b|\bsbl\b",
        r"(?<!not )\blisted (?:in|by|at|on)\b|reputation|complain|\babuse\b|abusive|\bbanned\b|suspicious|suspected",
        r"\bspam\b|\bspamming\b|unsolicited|\bube\b|\bbulk\b|\bjunk\b|virus|malware|phish|infected",
        r"polic(?:y|ies)\b|richtlinie|politique|prohibited|not (?:be )?permitted|forbidden|message (?:is )?not allowed|network not allowed",
        r"relay(?:ing)? (?:access )?(?:denied|not |is not|prohibited|is prohibited)|\b(?:no|to|not|mail|cannot|won't) relay(?:ing)?\b",
        r"(?<!recipient address rejected: )(?<!recipient address rejected : )(?<!addresses rejected : )(?<!addresses rejected: )"
        r"access (?:was |is )?(?:denied|refused|rejected)|client host|host network|insecure mail",
        r"(?:content|message|mail|header|headers|attachment) (?:was |has been |is |content )?(?:re(?:jected|fused)|rejet)|content .{0,30}rejected",
        r"mail rejete|mail rejeté|message not accepted|not accepted for|improper use|header error|headers? too|malformed",
        r"(?:message|mail) (?:is |was )?(?:too (?:big|large|long))|too (?:big|large) for|(?:size|length) .{0,30}(?:limit|exceed|large)"
        r"|exceed\w* .{0,40}\b(?:size|length)",
        r"(?:rate|frequency|throughput|sending|daily)[ -].{0,20}(?:limit|quota|exceed)|too many (?:connections|messages|recipients|hops|errors)",
        r"\bloops?\b|from: header|from address|valid from|smtp server of your isp|starttls|encryption|\btls\b (?:is )?required",
    ),
    Said.LATER: (
        r"(?:mail ?box|inbox|account|user|disk|maildrop|store|storage|folder|postfach|boîte(?: aux lettres)?|casella|buz[óo]n|caixa)"
        r"(?: @)? .{0,20}\b(?:full|voll|pleine|piena|lleno|cheia|over (?:the )?(?:max|limit))",
        r"over ?-?(?:the )?quota|quota .{0,40}(?:exceed|full|reached|überschritten|dépass|super)|exceed\w* .{0,40}quota|quota violation",
        r"mailbox full|full mailbox|out of (?:disk )?(?:storage|space)|(?:insufficient|not enough|no) .{0,20}(?:storage|space|resources)",
        r"storage (?:limit|quota|allocation)|mailbox size limit|speicherplatz|mailbox .{0,20}exceed",
        r"(?:try|retry|tried|attempt) (?:again |it again )?later|essayer plus tard|später (?:erneut|noch ?mal)|inténtelo|riprova",
        r"\btemporar|\btemporair|vorübergehend|grey ?-?list|gray ?-?list|tempor[äa]r",
        r"time(?:d)?[ -]?out|\bexpired\b|retry time|in the queue too long|multiple retries|for too long|\battempts? failed|failed \d+ attempts",
        r"at a rate|too (?:quickly|fast)|lost connection|connection (?:was )?(?:lost|refused|reset|dropped|closed|died|timed)",
        r"no route to host|unreachable|not reachable|could not (?:be )?(?:connect|contact|reach)|unable to (?:connect|contact|reach)|socket error",
        r"malformed or unexpected name server reply|server (?:is )?(?:busy|down|unavailable|failure)|servfail|host not found, try again|dns query failed",
        r"メールボックス.{0,20}(?:一杯|いっぱい|満杯|容量|超)|容量.{0,10}超|переполнен|邮箱(?:已满|空间不足)|信箱已滿|가득",
    ),
    Said.GONE: (
        r"does ?(?:not|n't) have (?:a|an)\b.{0,40} account|(?:not|n't) (?:be )?listed in (?:the )?(?:public name|domino|notes|directory|address)",
        r"recipient name is not recognized|no mail ?box (?:here )?by that name|no such (?:mailbox|address|domain|host|account|person)",
        r"(?:mail ?box|e-?mail account|e-?mail address|account|address)(?: @)?(?: that you tried to reach)? (?:does ?(?:not|n't) exist|no longer exists?)",
        r"unknown in (?:local|virtual|relay|the)\b.{0,20} (?:table|map|directory)|invalid mailbox|invalid final delivery|unknown final",
        r"(?:host|domain)(?: name)?(?: @)? (?:is )?(?:unknown|not found(?!,? try again)|does ?(?:not|n't) exist)|unknown (?:host|domain)\b",
        r"(?:un|not )rout(?:e)?able (?:mail )?(?:address|domain)|no mx (?:or a )?records?|(?:find|locate) (?:any )?(?:a )?(?:host named|mail exchanger)",
        r"(?:host|domain).{0,20} (?:does ?(?:not|n't) accept|never accepts) (?:e-?)?mail|null ?mx|non-?existent (?:hosts?|domain)",
        r"no longer (?:on (?:this )?server|valid|in use|active|available|employed|at this)|not our (?:user|customer)|has (?:been )?(?:closed|deleted|moved)",
        r"(?:account|mailbox|address) (?:has been |was |is )?(?:deleted|terminated|closed|removed|cancell?ed)",
        r"was ?n[’'o]t found (?:at|in)|(?:address|recipient) (?:was )?not found (?:by|in|at)|couldn[’']t be found",
        r"(?:empfänger|benutzer|adressat|postfach)(?:adresse)?(?: @)? (?:ist )?(?:unbekannt|existiert nicht|nicht bekannt|nicht gefunden|nicht vorhanden)",
        r"unbekannter (?:empfänger|benutzer)|(?:destinataire|utilisateur|adresse)(?: @)? (?:est )?(?:inconnue?|introuvable|inexistante?)",
        r"(?:bo[iî]te|adresse|utilisateur|domaine)(?: @)? n'existe pas|(?:usuario|destinatario|buz[óo]n|cuenta)(?: @)? (?:desconocid|no existe|inexistente)",
        r"(?:utente|destinatario|casella|indirizzo)(?: @)? (?:sconosciut|inesistent|non esiste|non trovat)",
        r"(?:usu[áa]rio|destinat[áa]rio|caixa|conta)(?: @)? (?:desconhecid|n[ãa]o existe|inexistente)|(?:gebruiker|adres)(?: @)? (?:onbekend|bestaat niet)",
        r"(?:пользовател|получател|ящик|адрес)\w{0,4}(?: @)? (?:не (?:найден|существует|зарегистрирован)|неизвест)|нет такого (?:пользователя|адреса)",
        r"(?:ユーザー?|アドレス|宛先|メールボックス|ディレクトリ.{0,6}).{0,12}(?:存在しません|(?:見つ|みつ)かりません(?!でしたか)|ありません)",
        r"(?:用户|收件人|邮箱|地址|郵箱|收件者|使用者)(?:@ )?(?:不存在|未找到|找不到)|존재하지 않",
    ),
    Said.UNKNOWN: (
        rf"{_ONE}(?: \S{{0,20}}@)?(?: here)?(?: is| was)?:? ?(?:@ )?(?:is |was )?{_NOT_THERE}|{_ONE}.{{0,3}} unknown",
        rf"(?:unknown|invalid|bad|no such|no valid|non-?existent|undeliverable) (?:\w+ )?{_ONE}|no (?:user|mailbox|account|recipient)\b.{{0,12}} here",
        r"no such (?:local |mail )?(?:user|recipient)|(?:user|recipient) (?:@ )?not (?:exist|known|found)|not a known user|address rejected @",
        r"recipient (?:address )?(?:@ )?rejected: (?:user|recipient|address|mailbox) |destinataire invalide|inactive (?:e-?mail )?address",
        r"unknown recipient|unknown user|(?:address|recipient) unknown|unknown address",
    ),
    Said.UNSURE: (
        r"(?:may|might|could) (?:not|no longer) (?:be |exist)|(?:inactive|disabled|suspended|locked|frozen|deactivated|discontinued|on hold|expired)\b",
        r"recipient (?:address )?(?:is |was |has been )?(?:rejected|refused)|possibly|gesperrt|deaktiviert|désactivé|mailbox unavailable",
    ),
}  # fmt: skip

_FAMILY = {said: re.compile(source) for said, source in _FAMILIES.items()}
_PHRASE = {said: re.compile("|".join(sources)) for said, sources in _PHRASES.items()}

_LINK = re.compile(r"\bhttps?:\S{0,300}|\bwww\.\S{0,300}")
_ADDRESS = re.compile(r"<?[^\s<>()\[\],;:\"'@]{1,64}@[^\s<>()\[\],;\"'@]{1,255}>?")
_HOST = re.compile(r"(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){2,9}(?![\w.])")
_CODE = re.compile(r"(?<![\w.])[245]\d\d[ -]+(?:#?[245]\.\d{1,3}\.\d{1,3}\b)?|(?<![\w.])#?[245]\.\d{1,3}\.\d{1,3}(?![\w.])")
_MARKS = re.compile(r"[\s.…<>\[\]]+")


def said(words: str) -> Said | None:
    """Return what a server's words say, or None; the first class of `Said` that has a phrase in them is it."""
    lowered = " ".join(words.lower().split())[:2_000]
    for what, pattern in _FAMILY.items():
        if pattern.search(lowered):
            return what
    text = plain(lowered)
    return next((what for what, pattern in _PHRASE.items() if pattern.search(text)), None)


def plain(words: str) -> str:
    """Return words without what may look like words: links, host names and codes; an address becomes `@`."""
    for pattern, mark in ((_LINK, " "), (_ADDRESS, " @ "), (_CODE, " "), (_HOST, " ")):
        words = pattern.sub(mark, words)
    return _MARKS.sub(" ", words.replace("’", "'")).strip()
