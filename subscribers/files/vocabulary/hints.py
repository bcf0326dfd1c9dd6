"""Tells by the words in a column's name whether what it holds may say who is to be mailed, and who is not.

Where no service's export is recognised and the whole name is not known either, its words still hint at it: *Newsletter
abonniert*, *GDPR consent*, *Exit date*. What the cells then say decides; see `first_look`.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from subscribers.files.vocabulary.fields import Field
from subscribers.files.vocabulary.headings import heading
from subscribers.files.vocabulary.leaving import ENDED, PARTED

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet


@dataclass(frozen=True, slots=True)
class Hint:
    """What a column may hold.

    `plain` says that its name has no other word, so that yes, no and times in it can mean one thing alone. `detail`
    says that it tells something about a consent (its date, its wording) rather than whether there is one. In a
    `strong` one even words that are not understood are not passed over; in a `status` they are words for a standing.
    One of `consent` has a word of that, whatever stands beside it. The name of a `choice` says nothing; in a strong one
    a mark or a time and nothing tell too.
    """

    field: Field  # SUBSCRIBED, CONFIRMED, UNCONFIRMED, UNSUBSCRIBED or STATE
    plain: bool
    detail: bool
    strong: bool
    status: bool = False
    consent: bool = False
    choice: bool = False


# Of a name that may well say who left, though how is not known: whatever stands below it is not passed over.
TELLING = Hint(Field.UNSUBSCRIBED, plain=False, detail=False, strong=True)
# Of one that is called state: a part of a country, unless words for a standing are below it; or where there is none.
A_REGION = Hint(Field.STATE, plain=False, detail=False, strong=False)
A_STANDING = Hint(Field.STATE, plain=False, detail=False, strong=False, status=True)
# Of one that has no name, or one whose name says nothing where no other tells how anybody stands.
NAMELESS = Hint(Field.SUBSCRIBED, plain=False, detail=False, strong=True, choice=True)
A_CHOICE = Hint(Field.SUBSCRIBED, plain=False, detail=False, strong=False, choice=True)


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# English, German, French, Spanish and Portuguese above all, without accents. What stands in a set is a whole word;
# stems may stand anywhere in one, as in Werbeeinwilligung.
_CONSENT = _set("""
    active activated enabled valid ok okay optin optedin subscribed subscribe receive receives wants want agree agreed
    agrees can accept accepted accepts allow allowed allows permit permitted mailable contactable emailable
    aktiv aktive aktiviert gultig erwunscht gewunscht einverstanden eingewilligt zugestimmt abonniert bezieht erhalt
    bekommt mochte wunscht einverstandnis abonnent
    actif actifs active activee valide recevoir recoit souhaite veut accord accepte abonne abonnee inscrit inscrite
    suscriptor quiere quer assinante assina
    activo activa activado valido valida recibir recibe permiso acepta acepto aceptado suscrito suscrita inscrito
    inscrita ativo ativa ativado receber recebe aceita aceito subscrito subscrita
    vuole riceve ricevere accetta accetto acconsento acconsente iscritto iscritta attiva attivo
    wil wenst ontvangt ontvangen akkoord geabonneerd actief chce akceptuje aktywny zapisany zapisano godkanner
    prenumererar anmald tilmeldt pameldt alta
    rıza rızası riza rizasi onay onayi onayı izin izni
""")
# Of what is agreed to, in more languages: whatever stands beside it, it is a consent.
_AGREED = (
    "consen[ts]|einwillig|zustimm|zgod|toestemm|samtyck|samtykk|souhlas|suhlas|privol|soglas|suglas|hozzajarul|consimt"
    "|suostum|соглас|згод|съглас|сагласн|συγκαταθ|συναιν|persetuju|同意|موافق|सहमत"
)
_CONSENT_STEMS = re.compile(f"{_AGREED}|permission|permissao|permess|erlaub|genehmig|abonniert|autoris|autoriz")
_CONFIRMING = _set("confirmed confirm verified verify doi bestatigt verifiziert confirme verifie confirmado verificado")
_PENDING = _set(
    "pending unconfirmed unverified awaiting waiting unbestatigt ausstehend attente pendiente pendente attesa"
)
_CONFIRMATION = _set("confirmation bestatigung confirmacion confirmacao conferma approval double")
_NEGATION = _set("""
    no not never non without doesn doesnt nicht kein keine keinen ohne ne pas sans sin nao sem geen niet nie inte ikke
    не
""")
# A name of these alone, such as Marketing emails, holds whether somebody gets them, or which.
_SUBJECTS = _set("""
    newsletter newsletters mailing mailings marketing emails mails news digest digests nieuwsbrief werbung
    rundbrief infomail publicidad publicidade publicite boletin boletim infolettre abo abonnement suscripcion assinatura
""")
_AROUND = _set("""
    e email mail emailing list lists liste lista contact contacts kontakt contacto contato my user subscriber reader
    leser lecteur lector leitor person gdpr dsgvo rgpd lgpd rodo legal is has was have the to for of the a an i we
    us may should be given granted gave eu ue in der die das den dem des fur zum zur per via ist hat war vom erteilt
    gegeben donne d du de des le la les un une est
    el em los las una es esta o os as um uma e y et und and send sending sent status state flag info infos
    utc gmt
""")
_WHEN = _set("date dates datum data fecha dia time at on am since when zeit zeitpunkt seit depuis desde heure hora")
_DETAIL = _WHEN | _set("""
    text texte texto wording source quelle origen origem origine origin ip url link version form formular formulaire
    formulario note notes comment kommentar by method medium channel kanal canal language sprache langue idioma lang
    type typ name nom nombre nome reason grund motif motivo count number anzahl nummer numero total until bis hasta
    jusqu ate message statement through thru expires expiry id level score from von purpose zweck proof nachweis
""")
# Consents to other things, and other things that end.
_ELSEWHERE = _set("""
    sms phone telephone telefon telefono telefone tel mobile handy call calls anruf anrufe whatsapp post postal brief
    letter print push app cookie cookies tracking profiling photo photos foto fotos 2fa mfa factor api
    card trial event course week front back high
""")
_OTHERS = _set("""
    partner partners partnern partenaires parceiros socios third party parties dritte dritten tiers terceros terceiros
    terzi sponsor sponsors
""")
_SUBSCRIPTION = _set("subscription subscriptions abonnement abonnements suscripcion assinatura iscrizione")
_MAIL = _set("newsletter newsletters mailing mailings emails mails email mail e")
_STATUS = _set("status statut estado stato")
_STANDINGS = _STATUS | _set("stage standing zustand situation situacion situazione situacao situatie")
_OF_MAIL = _SUBJECTS | _SUBSCRIPTION | _MAIL | _set("subscriber abonnent abonne suscriptor assinante optin")
# What is within an object of such a name, as in preferences.email, says of one thing each whether it is wanted.
_PREFERENCES = _set("subscriptions newsletters mailings preferences channels consents consent permissions gdpr dsgvo")
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_YES_OR_NO = re.compile(
    r"\b(yes no|y n|ja nein|j n|oui non|si no|sim nao|true false|1 ja 0 nein|1 yes 0 no|1 oui 0 non|0 1|1 0)\b"
)
_OPT_IN = re.compile(r"\bopt(ed)? ?in\b")
_OF_CONSENT = re.compile(f"{_AGREED}|^optin$")
_REASON = re.compile("reason|^error$|^fehler$|^razon$|^reden$|grund$|motif|motivo|raison|source|quelle|^via$")
_TRACKED, _BY_A_WAY = re.compile("^track"), ("via", "through")
_SOFT = _set("soft temporary transient")
_COUNT = _set("count counts counter number anzahl nombre numero total score")

_COUNT_OF_HUBSPOT = "hsemailbounce"


@lru_cache(maxsize=1024)
def hint_of(name: str) -> Hint | None:
    """Return what the words of a column's name hint at, None where they hint at nothing.

    >>> hint_of("newsletterSubscribed").field, hint_of("Weekend"), hint_of("Consent text").detail
    (<Field.SUBSCRIBED: 'subscribed'>, None, True)
    """
    words = _words(name)
    if _elsewhere(words):
        return None
    consent = {word for word in words if word in _CONSENT or _CONSENT_STEMS.search(word)}
    left = {word for word in words if PARTED.search(word)}
    ended = (words & ENDED) | left
    confirming = words & _CONFIRMING
    subjects = words & _SUBJECTS
    of_consent = {word for word in words if _OF_CONSENT.search(word)}
    if words & _PENDING and not (ended or confirming or consent - {"optin"}):  # beside those a no may be to them
        return _pending(words, consent | subjects | (words & _CONFIRMATION))
    if words & _STATUS and (consent or words & _OF_MAIL) and not words - consent - _OF_MAIL - _AROUND - _STATUS:
        return Hint(Field.SUBSCRIBED, plain=True, detail=False, strong=True, status=True)
    if words & _SUBSCRIPTION and not words - _SUBSCRIPTION - _SUBJECTS - _AROUND:  # yes or no, a standing, or a plan
        return Hint(Field.SUBSCRIBED, plain=True, detail=False, strong=False)
    negation = words & _NEGATION if consent or ended or confirming or subjects else frozenset()
    about = consent | ended | confirming | negation | subjects
    if not about or (about == subjects and words - subjects - _AROUND):
        return NAMELESS if _words(name.rpartition(".")[0]) & _PREFERENCES else None
    leaving = bool(ended) != bool(negation)
    if leaving:
        left_or_waits = Field.UNCONFIRMED if confirming and not (consent or ended) else Field.UNSUBSCRIBED
        return Hint(left_or_waits, plain=not words - about - _AROUND - _WHEN, detail=False, strong=bool(left))
    field = Field.CONFIRMED if confirming and not consent else Field.SUBSCRIBED
    plain = not words - about - _AROUND and not ended
    return Hint(
        field, plain=plain, detail=bool(words & (_DETAIL - about)), strong=bool(consent), consent=bool(of_consent)
    )


def choice_of(name: str) -> Hint | None:
    """Return the hint at a choice of which the name says nothing, None where it is of other things than mail."""
    return None if _elsewhere(_words(name)) else A_CHOICE


def is_reason(name: str) -> bool:
    """Tell whether a column's name calls what it holds a reason, or the way by which somebody joined or left."""
    return any(map(_REASON.search, _words(name)))


def reason_of(name: str) -> Field | None:
    """Return what a column that may say who left holds where its name calls it a reason, None where it does not.

    >>> reason_of("Reason removed"), reason_of("Email hard bounce reason"), reason_of("Abmeldung")
    (<Field.WHY: 'why_left'>, <Field.BOUNCED: 'bounced'>, None)
    """
    words = _words(name)
    if not is_reason(name):
        return None
    bounce = any("bounce" in word for word in words)
    return Field.WHY if not bounce else Field.BOUNCED if "hard" in words else None


def beside_the_point(name: str, field: Field, *, counted: bool) -> bool:
    """Tell whether what hinted at this field is more likely something that tells of nobody that they are not mailed.

    That is mails that came back for a while, or how many did, which a column that is `counted` may say too; consent to
    being tracked, or to others writing; by which way somebody joined; and what is of other things than mail.

    >>> [beside_the_point(name, Field.UNSUBSCRIBED, counted=False) for name in ("Bounced Count", "DoNotCall")]
    [True, True]
    """
    words = _words(name)
    if _elsewhere(words) or heading(name) == _COUNT_OF_HUBSPOT:
        return True
    if field is Field.SUBSCRIBED:
        tracked = any(map(_TRACKED.search, words)) and not words & _SUBJECTS
        return tracked or bool(words & _OTHERS) or heading(name).endswith(_BY_A_WAY)
    bounces = any("bounce" in word for word in words) and "hard" not in words
    return bounces and (counted or bool(words & (_SOFT | _COUNT)))


def of_standings(name: str) -> bool:
    """Tell whether a column's name says that it holds how somebody stands, be it with whatever."""
    return bool(_words(name) & _STANDINGS)


def waits(name: str) -> bool:
    """Tell whether a column's name speaks of somebody who has not answered yet."""
    return bool(_words(name) & _PENDING)


def _elsewhere(words: frozenset[str]) -> bool:
    """Tell whether a name is of other things than mail."""
    return bool(words & _ELSEWHERE) and not words & _MAIL


def _pending(words: frozenset[str], about: AbstractSet[str]) -> Hint | None:
    """Return the hint at who has not confirmed yet; what is pending may be something else, such as an order."""
    others = words - _PENDING - about - _AROUND - _WHEN
    if others and not about:
        return None
    return Hint(Field.UNCONFIRMED, plain=not others, detail=False, strong=bool(about))


def _words(name: str) -> frozenset[str]:
    """Return the words of a name, without case and accents; `optIn` and opt-in are one."""
    letters = unicodedata.normalize("NFKD", _CAMEL.sub(" ", name)).casefold()
    parted = "".join(one if one.isalnum() else "" if unicodedata.combining(one) else " " for one in letters)
    return frozenset(_OPT_IN.sub("optin", _YES_OR_NO.sub(" ", " ".join(parted.split()))).split())
