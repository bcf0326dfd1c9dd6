"""Knows the words on leaving, in the languages of newsrooms: in names of files and columns, and in what cells say.

Words that say it where they are all of a cell stand in `words`, with those for any other standing.
"""

from __future__ import annotations

import re
import unicodedata

from subscribers.files.vocabulary.fields import Verdict
from subscribers.files.vocabulary.headings import heading


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_BETWEEN = re.compile(r"[\W_]+")
_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue"})

# All of these are beginnings of words: one with a full stop behind it is a whole word, and one with an asterisk before
# it may begin within a word. These deny something.
_DENYING = """
    do not|dont mail|dont email|dont contact|dont send|no mail|no email|no contact|no longer|non subscri|nonsubscri
    not subscri|never subscri|neversubscri|never email|never mail|never contact|non transactional
    nicht mehr|nicht anschreiben|nicht kontakt|nicht angemeldet|keine mail|keine e mail|keine werbung|nein danke
    ne pas|ne plus|non abonn|no contactar|no enviar|no molestar|no suscri|nao contact|nao enviar|nao pertur
    non contattare|non inviare|non iscritt|niet mail|*не присыл|*не отправл|*не писать
"""
# These leave no doubt wherever they stand.
_STEMS = """
    unsub|unsuscri|opt out|opted out|optout|optedout|suppressed|blacklist|black list|blocklist|block list|blocked|bounce
    undeliver|complained|spam report|cancelled|canceled|cancelad|cancellat|deleted|removed|removid|revoked|withdrawn
    deactivated|inactiv|deceased|excluded from campaign
    *abmeld|*abgemeldet|*abbestell|ausgetragen|*gekündigt|*widerrufen|*gesperrt|inaktiv|verstorb
    désabonn|désinscri|résilié.|résiliée.|désactivé.|désactivée.|décédé|de baja|desuscri|descadastr|desinscri|disiscri
    uitgeschreven|uitschrij|afgemeld|afmeld|opgezegd|avregistr|avanmäl|avmeld|framel|wypis|*отпис|odhlás
    leiratkoz|dezabon|peruutet|tilaus peru|*відпис|abonelikten|διαγραφ|απεγγραφ|*配信停止|*購読解除|*購読停止|*退会
    *退订|*取消订阅|*수신거부|*구독취소|ألغى الاشتراك|إلغاء الاشتراك|सदस्यता रद्द
"""
# These do beside words for mail and readers alone: else they may be of anything, as in Cancel culture.
_OF_ANYTHING = """
    suppress|complain|cancel|delet|remov|revok|withdr|deactiv|austrag|*kündigung|*widerruf|widerspr|résili|désactiv|rezygn
"""
_OF_READERS = _set("""
    newsletter newsletters boletin boletim nieuwsbrief mail mails email emails e list lists liste lista verteiler
    user users reader readers subscriber subscribers subscription subscriptions member members membership contact
    contacts patron customer account abo abonnement abonnent mitglied leser kunde kontakt konto lecteur abonne lector
    suscriptor assinante address adresse me us please to by from on at in of the my our since am von vom zum per via
    le la du par el por da do de request requested pending jan feb mar apr may jun jul aug sep oct nov dec
""")
# These do where they name people, as in the name of a file, or how somebody stands; elsewhere they may be anything's.
_OF_PEOPLE = """
    spam.|cleaned.|reject|declin|denied|refus|invalid|left.|leavers|gone.|former.|quarantin|denylist|dnm.|dnc.|erased
    erasure|forgotten|ex.|lapsed|suspend|excluded|exclusion|opposition|robinson|failed|bad address|dead.|closed.
    expired.|paused.|signoff|churn|terminat|banned.
    rückläuf|retour|löschung|gelöscht|löschen.|unzustell|austritt|ausgetr|*sperrliste|ehemalige|npai|plainte|désabo|inactif
    rebote|rebotad|queja|baja.|bajas.|rechazad|inativ|rimbalz|disattiv|rimoss
    liste noire|lista negra|lista nera|schwarze liste|czarna lista|zwarte lijst|opzeg|rejet|ancien.|anciens.|anciennes.
    antiguos.|byli.
"""
_DENIALS = """
    not.|non.|no.|never.|without.|except.|minus.|excluding.|ohne.|nicht.|keine.|sans.|sin.|senza.|zonder.|sem.|utan.
    dup|dedup|doublon|duplik
"""
_OF_BOUNCES = "bounce|hard bounce|cleaned.|undeliver|invalid|rebotad|rebote|rimbalz|rückläuf|unzustell|npai"
_OF_COMPLAINTS = "complain|spam|plainte|queja"

# In the name of a column these are of people who left, or of what else ended, as what is below them tells: whole words
# without accents, and in the second what is plainer.
ENDED = _set("""
    end ended ends stop stopped stops exit exited quit left leave leaving departed closed expired lapsed banned excluded
    archived erased deleted
    ende beendet beendigung gestoppt stopp verlassen abgang geschlossen
    sperre geloscht archiviert gestrichen unzustellbar
    fin termine sortie quitte depart arret arrete parti ferme supprime bloque retrait noire
    finalizado terminado termino salida salio cerrado baja bloqueado borrado excluido negra fallecido falecido rebotado
    fim saida saiu encerrado encerramento fechado
    suspended invalid junk trash trashed dropped dead gone former ex leaver forgotten anonymised anonymized hold paused
    returned failed unreachable skip skipped denylist denylisted dnd dnm spammer abuse bad wrong incorrect opposition
    rucklaufer retoure ungultig fehlerhaft storniert storno loschen entfernen ausschluss verzogen
    suspendu invalide rouge oppose rebond npai plainte supprimer exclure exclu retour
    suspendido invalido rebote rebotes queja excluir fallido incorrecta erroneo anulado suspenso reclamacao devolvido
    sospeso annullato revocato disdetto escluso rimbalzo reclamo opposizione errato
    uitsluiten uitgesloten geblokkeerd klacht teruggekomen
""")
PARTED = re.compile(
    "austritt|ausgetreten|ausgeschieden|resign|churn|terminat|demission|dimision|deaktiv|deactiv|"
    "werbesperre|sperrvermerk|widerruf|revo[ckgq]|objection|objected|desabonad|robinson|"
    "sperre$|^sperr|^stornod|refus|denied|declin|rejected|abgelehnt|verweiger|rechaz|recus|rifiut|withdr|"
    "wycofa|cofnie|odwoł|odmow|sprzeciw|intrekk|ingetrokken|bezwaar|aterkall|tilbagekald|odvol|odmit|visszavon|retras|"
    "отозв|отзыв|отказ|відклик|відмов|ανακλ|opoziv|preklic|撤回|撤销"
)


def _parts(words: str) -> list[str]:
    found = [word for line in words.splitlines() for part in line.split("|") if (word := part.strip())]
    return [*found, *(spelt for word in found if (spelt := word.translate(_UMLAUTS)) != word)]


def _pattern(*words: str) -> re.Pattern[str]:
    """Return what finds any of these beginnings in words as `_words` has them; those of one kind are tried together."""
    within: list[str] = []
    begun: list[str] = []
    for part in _parts("\n".join(words)):
        text = " ".join(map(heading, part.split())) + r"\b" * part.endswith(".")
        (within if part.startswith("*") else begun).append(text)
    return re.compile(rf"\b(?:{'|'.join(begun)})" + (f"|(?:{'|'.join(within)})" if within else ""))


_DENIED, _LEFT, _MAYBE = _pattern(_DENYING), _pattern(_STEMS), _pattern(_OF_ANYTHING)
_SAID = _pattern(_STEMS, _OF_ANYTHING, _OF_PEOPLE)
_WAIT = _pattern("unconfirmed|pending|unverified|unbestätigt|en attente|pendientes|in attesa|niepotwierdz")
_ELSE, _BOUNCED, _COMPLAINED = map(_pattern, (_DENIALS, _OF_BOUNCES, _OF_COMPLAINTS))
_TELLING = re.compile("|".join(map(heading, _parts(_DENYING + _STEMS + _OF_ANYTHING))))

# A sentence in small letters that speaks of it: without regard to case it takes twice as long to look for.
_SPEAKS = re.compile(
    r"\b(?:unsubscri\w+|opt(?:ed|s)?[ -]?out|(?:do not|don['’]t|stop|no more) (?:e-?)?(?:mail|contact|send|writ)\w*"
    r"|no longer wants?|no (?:more )?(?:e-?)?mails?|bounce[ds]|complained|abgemeldet|abmeld\w+|abbestell\w+"
    r"|gekündigt|keine (?:e-?)?mails?|désabonn\w+|désinscri\w+|(?:dad[oa] )?de baja|baja(?=\W*(?:\d|\(|$))"
    r"|desuscri\w+|descadastr\w+|disiscri\w+"
    r"|uitgeschreven|afgemeld|отпис\w+"
    r"|nicht mehr (?:an)?schreiben|bitte streichen|gestrichen|unzustellbar|storniert|gesperrt|widerrufen"
    r"|(?:ne |n['’])(?:\w+ )?plus|retirer de|no enviar|la baja|não quer|non inviare|niet meer mailen"
    r"|removed? from (?:the |our )?list|taken off|as spam|erasure|cancel \w*subscription|consent withdrawn|dnc"
    r")(?!\w)",
)

_FORMER_READER = re.compile(  # without accents
    "(?:former|ex|past|lapsed|ehemaliger?|ehemalige|ancien|ancienne|antigu[oa]|antig[oa]|oud|voormalige?|byly|byla"
    "|tidigare|tidligere) (?:readers?|subscribers?|leser|leserin|abonnent|abonnentin|lecteur|lectrice|abonnee?|lector"
    "|lectora|suscriptora?|leitora?|assinante|lettore|lettrice|abbonat[oa]|lezer|czytelnik|czytelniczka|abonent|lasare"
    "|prenumerant|læser)"
)


def telling(name: str) -> bool:
    """Tell whether a column of this name may say who is not to be mailed, though what it holds is not known."""
    return bool(_TELLING.search(heading(name)))


def says(text: str, *, of_people: bool) -> bool:
    """Tell whether a few words, such as a tag, say that somebody left; `of_people` says that they are about people.

    >>> [says(text, of_people=False) for text in ("Newsletter Abgemeldet", "Cancel newsletter", "Cancel culture")]
    [True, True, False]
    """
    words = _words(text)
    if _DENIED.search(words) or _ELSE.search(words):
        return bool(_DENIED.search(words))
    return bool((_SAID if of_people else _LEFT).search(words) or _FORMER_READER.fullmatch(words)) or _of_readers(words)


def _of_readers(words: str) -> bool:
    """Tell whether one of the words may be of leaving, and all others are of mail, of readers, or have numbers."""
    others = [word for word in words.split() if not _MAYBE.search(word)]
    return len(others) < len(words.split()) and all(
        word in _OF_READERS or any(map(str.isdecimal, word)) for word in others
    )


def left_by(name: str) -> Verdict | None:
    """Return how those in a file of this name stand, at a guess, None where it does not say that they left, or wait.

    >>> left_by("unsubscribed_segment_export_8893.csv"), left_by("hard-bounces.csv"), left_by("not-unsubscribed.csv")
    (<Verdict.UNSUBSCRIBED: 'unsubscribed'>, <Verdict.BOUNCED: 'bounced'>, None)
    """
    words = _words(name)
    if not says(name, of_people=True):
        return Verdict.UNCONFIRMED if _WAIT.search(words) and not _ELSE.search(words) else None
    if _BOUNCED.search(words):
        return Verdict.BOUNCED
    return Verdict.COMPLAINED if _COMPLAINED.search(words) else Verdict.UNSUBSCRIBED


def spoken(text: str) -> str | None:
    """Return what a sentence says of leaving, None where it says nothing of it."""
    found = _SPEAKS.search(text.lower())
    return found and text[found.start() : found.end()]


def _words(text: str) -> str:
    if text.isascii():  # as most are, which takes a fifth of the time
        return " ".join(_BETWEEN.split(_CAMEL.sub(" ", text).lower()))
    composed = unicodedata.normalize("NFC", _CAMEL.sub(" ", text))
    return " ".join(map(heading, _BETWEEN.split(composed)))
