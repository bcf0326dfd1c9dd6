"""The phrases by which mail servers say what is wrong: a regular expression a line, the classes by what they mean."""

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


_READER = r"(?:user(?:name|id)?s?|recipient|addressee|account|address|mail ?box|inbox|mail ?drop|e-?mail)"


def any_of(lines: str) -> re.Pattern[str]:
    """Return a pattern that finds any of the expressions in `lines`, in whatever case; `  #` begins a comment."""
    sources = [line.partition("  #")[0].strip().replace("{reader}", _READER) for line in lines.split("\n")]
    return re.compile("|".join(source for source in sources if source), re.IGNORECASE)


# What one family of servers says; told first, by the whole reply, its code and addresses included.
FAMILIES = {
    Said.UNSURE: any_of(r"""
        550:?\s*: user unknown  # KDDI and its kin name no address when they turn a mail away for its content
    """),
    Said.GONE: any_of(r"""
        mailbox unavailable \(-?\d{1,12}:-?\d{1,12}:-?\d{1,12}\)  # Hotmail: its own numbers follow no other cause
        resolver\.adr\.(?:ex)?recip(?:ient)?notfound  # Exchange
        \bnosuchuser\b  # Gmail, in its link
        5\.(?:4\.4|1\.2)\W{1,3}(?:invalid|bad|unknown) (?:domain|host)  # Amazon SES
    """),
    Said.UNKNOWN: any_of(r"""
        5\.4\.1 .{0,200}\brecipient address(?:es)? rejected ?: access denied  # Exchange Online: not in its directory
    """),
}

# Told by the words alone: `plain` takes addresses (`@` then), host names, links and codes out before.
PHRASES = {
    Said.SENDER: any_of(r"""
        senders? (?:(?:address|domain|ip) )?(?:(?:was|is|has been) )?(?:rejected|denied|invalid|unknown|blocked|refused)
        senders? (?:(?:address|domain|ip) )?(?:verif|not )
        (?:sending|sender|from) domain|domain of sender|(?:invalid|bad|forged|unknown) sender|mail from (?:@ )?rejected
        authenticat|authori[sz]|credentials|\bspf\b|\bdkim\b|\bdmarc\b|email address is not verified
        \b(?:reverse |r)dns\b|\bptr\b|ip name lookup|unverif|mismatches client|may not be mail exchanger
        (?:black|block|deny) ?-?list|\bblock(?:ed)?\b|bloqu[ée]e?\b|\brbl\b|\bdnsbl\b|\bsbl\b|\bbanned\b
        (?<!not )\blisted (?:in|by|at|on)\b|reputation|complain|\babus(?:e|ive)\b|suspicious|suspected
        \bspam(?:ming)?\b|unsolicited|\bube\b|\bbulk\b|\bjunk\b|virus|malware|phish|infected
        polic(?:y|ies)\b|richtlinie|politique|prohibited|not (?:be )?permitted|forbidden
        (?:message|network) (?:is )?not allowed|message not accepted|not accepted for|recipient preferences
        relay(?:ing)? (?:access )?(?:is )?(?:denied|not|prohibited)\b|\b(?:no|to|not|mail|cannot|won't) relay(?:ing)?\b
        (?<!rejected: )(?<!rejected : )access (?:(?:was|is) )?(?:denied|refused|rejected)
        client host|host network|insecure mail|smtp server of your isp|starttls|encryption|\btls (?:is )?required
        (?:content|message|mail|header|attachment)s? (?:(?:was|has been|is|content) )?(?:rejected|refused|rejete|rejeté)
        content .{0,30}rejected|improper use|header error|headers? too|from: header|from address|valid from
        (?:message|mail) (?:(?:is|was) )?too (?:big|large|long)|too (?:big|large) for|exceed\w* .{0,40}\b(?:size|length)
        (?:size|length) .{0,30}(?:limit|exceed|large)|\bloops?\b
        (?:rate|frequency|throughput|sending|daily)[ -].{0,20}(?:limit|quota|exceed)
        too many (?:connections|messages|recipients|hops|errors)
    """),
    Said.LATER: any_of(r"""
        (?:mail ?box|inbox|account|user|disk|maildrop|storage|folder)(?: @)? .{0,20}\b(?:full|over (?:the )?limit)
        postfach .{0,20}\bvoll|boîte .{0,20}\bpleine|casella .{0,20}\bpiena|buz[óo]n .{0,20}\blleno|caixa .{0,20}\bcheia
        over ?-?(?:the )?quota|quota .{0,40}(?:exceed|full|reached|violat|überschritten|dépass|super)
        exceed\w* .{0,40}quota
        full mailbox|out of (?:disk )?(?:storage|space)
        (?:insufficient|not enough|no) .{0,20}(?:storage|space|resources)
        storage (?:limit|quota|allocation)|mailbox size limit|speicherplatz|mailbox .{0,20}exceed
        (?:try|retry|tried|attempt) (?:again |it again )?later|essayer plus tard|später (?:erneut|noch ?mal)|inténtelo
        \btempora[ri]|vorübergehend|gr[ea]y ?-?list|tempor[äa]r
        timed? ?-?out|\bexpired\b|retry time|in the queue too long|multiple retries|for too long|failed \d+ attempts
        at a rate|too (?:quickly|fast)|lost connection
        connection (?:was )?(?:lost|refused|reset|dropped|closed|died|timed)
        no route to host|unreachable|not reachable|could not (?:be )?(?:connect|contact|reach)|socket error
        unable to (?:connect|contact|reach)|server (?:is )?(?:busy|down|unavailable|failure)|servfail|dns query failed
        name service error .{0,200}type=\w+: (?!host not found(?!,? try))|name server reply|host not found, try again
        メールボックス.{0,20}(?:一杯|いっぱい|満杯|容量|超)|容量.{0,10}超|переполнен|邮箱(?:已满|空间不足)|信箱已滿|가득
    """),
    Said.GONE: any_of(r"""
        does ?(?:not|n't) have an?\b.{0,40} account
        (?:not|n't) (?:be )?listed in (?:the )?(?:public name|domino|notes|directory|address)
        recipient name is not recognized|no mail ?box (?:here )?by that name
        no such (?:mailbox|address|domain|host|account|person)|invalid mailbox|invalid final delivery
        (?:mail ?box|account|address)(?: @)?(?: that you tried to reach)? (?:does ?(?:not|n't) exist|no longer exists?)
        unknown in (?:local|virtual|relay|the)\b.{0,20} (?:table|map|directory)
        (?:host|domain)(?: name)?(?: @)? (?:is )?(?:unknown|not found(?!,? try)|does ?(?:not|n't) exist)
        unknown (?:host|domain)\b|non-?existent (?:hosts?|domain)|\bnxdomain\b|null ?mx|no mx (?:or a )?records?
        (?:un|not )rout(?:e)?able (?:mail )?(?:address|domain)|(?:find|locate) (?:any |a )?(?:host named|mail exchanger)
        (?:host|domain).{0,20} (?:does ?(?:not|n't) accept|never accepts) (?:e-?)?mail
        no longer (?:on (?:this )?server|valid|in use|active|available|employed|at this)|not our (?:user|customer)
        user has moved
        (?:account|mailbox|address) (?:(?:has been|was|is) )?(?:deleted|terminated|closed|removed|cancell?ed)
        was ?n't found (?:at|in)|(?:address|recipient) (?:was )?not found (?:by|in|at)|couldn't be found
        (?:empfänger|benutzer|adressat|postfach)(?:adresse)?(?: @)? (?:ist )?unbekannt
        (?:empfänger|benutzer|adressat|postfach)(?:adresse)?(?: @)? (?:ist )?nicht (?:bekannt|gefunden|vorhanden)
        (?:empfänger|benutzer|adresse|postfach)(?: @)? existiert nicht|unbekannter (?:empfänger|benutzer)
        (?:destinataire|utilisateur|adresse)(?: @)? (?:est )?(?:inconnue?|introuvable|inexistante?)
        (?:bo[iî]te|adresse|utilisateur|domaine)(?: @)? n'existe pas
        (?:usuario|destinatario|buz[óo]n|cuenta)(?: @)? (?:desconocid|no existe|inexistente)
        (?:utente|destinatario|casella|indirizzo)(?: @)? (?:sconosciut|inesistent|non esiste|non trovat)
        (?:usu[áa]rio|destinat[áa]rio|caixa|conta)(?: @)? (?:desconhecid|n[ãa]o existe|inexistente)
        (?:gebruiker|adres)(?: @)? (?:onbekend|bestaat niet)
        (?:пользовател|получател|ящик|адрес)\w{0,4}(?: @)? (?:не (?:найден|существует|зарегистрирован)|неизвест)
        нет такого (?:пользователя|адреса)
        (?:ユーザー?|アドレス|宛先|メールボックス|ディレクトリ.{0,6}).{0,12}(?:存在しません|(?:見つ|みつ)かりません|ありません)
        (?:用户|收件人|邮箱|地址|郵箱|收件者|使用者)(?: @ )?(?:不存在|未找到|找不到)|존재하지 않
    """),
    Said.UNKNOWN: any_of(r"""
        {reader}(?: here| is| was)?:? ?(?:@ )?(?:(?:is|was) )?(?:unknown|not (?:found|exist)|non-?existent|invalid)
        {reader}(?: @)? (?:(?:could|can) ?)?not (?:be )?(?:found|known|recognized)
        {reader}(?: @)? (?:(?:does|do|did) ?(?:not|n't) exist|doesnt exist)
        {reader}(?: @)? (?:is )?not (?:a )?(?:valid|local|known)
        (?:unknown|invalid|bad|no such|no valid|undeliverable) (?:\w+ )?{reader}
        no (?:user|mailbox|account|recipient)\b.{0,12} here|not a (?:known|valid) (?:user|recipient|mailbox|address)
        destinataire invalide|inactive (?:e-?mail )?address|address rejected @|mailbox name not allowed
        @ (?:: )?(?:is )?(?:unknown|not found|does ?(?:not|n't) exist)|unknown local[- ]part|unknown or illegal
    """),
    Said.UNSURE: any_of(r"""
        (?:may|might|could) (?:not|no longer) (?:be |exist)|possibly
        (?:inactive|disabled|suspended|locked|frozen|deactivated|discontinued|on hold)\b|gesperrt|deaktiviert|désactivé
        recipient (?:address )?(?:(?:is|was|has been) )?(?:rejected|refused)|mailbox unavailable
    """),
}

_LINK = re.compile(r"\bhttps?:\S{0,300}|\bwww\.\S{0,300}")
_ADDRESS = re.compile(r"<?[^\s<>()\[\],;:\"'@]{1,64}@[^\s<>()\[\],;\"'@]{1,255}>?")
_HOST = re.compile(r"(?<![\w.-])[\w-]{1,63}(?:\.[\w-]{1,63}){2,9}(?![\w.])")
_CODE = re.compile(
    r"(?<![\w.])[245]\d\d[ -]+(?:#?[245]\.\d{1,3}\.\d{1,3}\b)?|(?<![\w.])#?[245]\.\d{1,3}\.\d{1,3}(?![\w.])"
)
_MARKS = re.compile(r"[\s.…<>\[\]]+")


def said(words: str) -> Said | None:
    """Return what a server's words say, or None; the first class of `Said` that has a phrase in them is it."""
    lowered = " ".join(words.lower().split())[:2_000]
    for what, pattern in FAMILIES.items():
        if pattern.search(lowered):
            return what
    text = plain(lowered)
    return next((what for what, pattern in PHRASES.items() if pattern.search(text)), None)


def plain(words: str) -> str:
    """Return words without what may look like words: links, host names and codes; an address becomes `@`."""
    for pattern, mark in ((_LINK, " "), (_ADDRESS, " @ "), (_CODE, " "), (_HOST, " ")):
        words = pattern.sub(mark, words)
    return _MARKS.sub(" ", words.replace("’", "'")).strip()
