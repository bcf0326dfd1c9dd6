"""Tells by the words in a column's name whether what it holds may say who is to be mailed, and who is not.

Where no service's export is recognised and the whole name is not known either, its words still hint at it: *Newsletter
abonniert*, *GDPR consent*, *Exit date*. What the cells then say decides; see `first_look`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from subscribers.files.vocabulary.column_words import (
    ADVERTISING,
    AROUND,
    BESIDE_MAIL,
    BESIDE_WAYS,
    CHANNELS,
    CONFIRMATION,
    CONFIRMING,
    CONSENT,
    CONSENT_STEMS,
    COUNT,
    DETAIL,
    ELSEWHERE,
    MAIL,
    NEGATION,
    OF_CONSENT,
    OF_MAIL,
    OTHERS,
    PENDING,
    PREFERRED,
    REACHED,
    SOFT,
    STANDINGS,
    STATUS,
    SUBJECT_STEMS,
    SUBJECTS,
    SUBSCRIPTION,
    WAY,
    WAYS,
    WHEN,
    folded,
)
from subscribers.files.vocabulary.fields import Field
from subscribers.files.vocabulary.headings import heading
from subscribers.files.vocabulary.leaving import ENDED, PARTED, telling

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
# Of one that has no name, or one whose name says nothing.
NAMELESS = Hint(Field.SUBSCRIBED, plain=False, detail=False, strong=True, choice=True)
A_CHOICE = Hint(Field.SUBSCRIBED, plain=False, detail=False, strong=False, choice=True)
# Of one that may say by which way somebody gets what.
A_WAY = Hint(Field.FREQUENCY, plain=False, detail=False, strong=False, choice=True)


_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_YES_OR_NO = re.compile(
    r"\b(yes no|y n|ja nein|j n|oui non|si no|sim nao|true false|1 ja 0 nein|1 yes 0 no|1 oui 0 non|0 1|1 0)\b"
)
_COMPOUND = re.compile(r"(?<=[a-z]{3})s?status\b")  # Newsletterstatus, Abonnementsstatus
_OPT_IN, _SIGN_UP = re.compile(r"\bopt(ed)? ?in\b"), re.compile(r"\bsign(ed)? ?up\b")
_REASON = re.compile("reason|^error$|^fehler$|^razon$|^reden$|grund$|motif|motivo|raison|source|quelle|^via$")
_TRACKED, _BY_A_WAY = re.compile("^track"), ("via", "through")

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
    consent = {word for word in words if word in CONSENT or CONSENT_STEMS.search(word)}
    subjects = _subjects(words)
    left = {word for word in words if PARTED.search(word)}
    ended = (words & ENDED) | left
    confirming = words & CONFIRMING
    of_consent = {word for word in words if OF_CONSENT.search(word)}
    if words & PENDING and not (ended or confirming or consent - {"optin"}):  # beside those a no may be to them
        return _pending(words, consent | subjects | (words & CONFIRMATION))
    of_mail = consent | subjects | (words & OF_MAIL)
    if words & STATUS and of_mail and not words - of_mail - AROUND - STATUS:
        return Hint(Field.SUBSCRIBED, plain=True, detail=False, strong=True, status=True)
    if words & SUBSCRIPTION and not words - SUBSCRIPTION - subjects - AROUND:  # yes or no, a standing, or a plan
        return Hint(Field.SUBSCRIBED, plain=True, detail=False, strong=False)
    negation = words & NEGATION if consent or ended or confirming or subjects else frozenset()
    about = consent | ended | confirming | negation | subjects
    if not about or (about == subjects and words - subjects - AROUND):
        return None
    leaving = bool(ended) != bool(negation)
    if leaving:
        left_or_waits = Field.UNCONFIRMED if confirming and not (consent or ended) else Field.UNSUBSCRIBED
        return Hint(left_or_waits, plain=not words - about - AROUND - WHEN, detail=False, strong=bool(left))
    field = Field.CONFIRMED if confirming and not consent else Field.SUBSCRIBED
    plain = not words - about - AROUND and not ended
    return Hint(
        field, plain=plain, detail=bool(words & (DETAIL - about)), strong=bool(consent), consent=bool(of_consent)
    )


def of_another_channel(name: str) -> bool:
    """Tell whether a column's name is of consent to, or of leaving, another channel than mail, and of nothing else.

    >>> of_another_channel("SMS subscriber status"), of_another_channel("Phone or mail blocked")
    (True, False)
    """
    words = _words(name)
    about = AROUND | CONSENT | CONFIRMING | WHEN | ENDED | NEGATION | PENDING | STATUS | SUBJECTS | {"opt", "out"}
    others = words - CHANNELS - about
    return len(words & CHANNELS) > 0 and not words & REACHED and all(map(_of_standing, others))


def _of_standing(word: str) -> bool:
    return telling(word) or bool(CONSENT_STEMS.search(word) or PARTED.search(word))


def of_advertising(name: str) -> bool | None:
    """Tell whether what a column is of is advertising, or else a newsletter; None for what is neither or both."""
    words = _words(name)
    newsletters, advertising = any(map(SUBJECT_STEMS.search, words)), bool(words & ADVERTISING)
    return advertising if advertising != newsletters else None


def choice_of(name: str) -> Hint | None:
    """Return the hint at a choice of which the name says nothing, None where it is of other things than mail."""
    words = _words(name)
    if words & WAY or (words & PREFERRED and words & REACHED):
        return A_WAY
    return None if _elsewhere(words) else A_CHOICE


def is_another_way(cell: str) -> bool:
    """Tell whether a cell names but ways by which somebody gets something, none of which is mail.

    >>> [is_another_way(cell) for cell in ("Print only", "per Post", "Print + email", "Evening Post")]
    [True, True, False, False]
    """
    words = _words(cell)
    return bool(words & WAYS) and not (words & MAIL or words - WAYS - BESIDE_WAYS)


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
    being tracked, or to others writing; by which way somebody joined; and what is of other things than mail, or likely
    so, as who pays.

    >>> [beside_the_point(name, Field.UNSUBSCRIBED, counted=False) for name in ("Bounced Count", "DoNotCall")]
    [True, True]
    """
    words = _words(name)
    if _elsewhere(words) or heading(name) == _COUNT_OF_HUBSPOT:
        return True
    if any(word.startswith(BESIDE_MAIL) for word in words) and not (words & MAIL or _subjects(words)):
        return True
    if field is Field.SUBSCRIBED:
        tracked = any(map(_TRACKED.search, words)) and not _subjects(words)
        return tracked or bool(words & OTHERS) or heading(name).endswith(_BY_A_WAY)
    bounces = any("bounce" in word for word in words) and "hard" not in words
    return bounces and (counted or bool(words & (SOFT | COUNT)))


def of_standings(name: str) -> bool:
    """Tell whether a column's name says that it holds how somebody stands, be it with whatever."""
    return bool(_words(name) & STANDINGS)


def waits(name: str) -> bool:
    """Tell whether a column's name speaks of somebody who has not answered yet."""
    return bool(_words(name) & PENDING)


def _subjects(words: frozenset[str]) -> frozenset[str]:
    """Return the words of a name for what somebody gets."""
    return frozenset(word for word in words if word in SUBJECTS or SUBJECT_STEMS.search(word))


def _elsewhere(words: frozenset[str]) -> bool:
    """Tell whether a name is of other things than mail."""
    return bool(words & ELSEWHERE) and not words & MAIL


def _pending(words: frozenset[str], about: AbstractSet[str]) -> Hint | None:
    """Return the hint at who has not confirmed yet; what is pending may be something else, such as an order."""
    others = words - PENDING - about - AROUND - WHEN
    if others and not about:
        return None
    return Hint(Field.UNCONFIRMED, plain=not others, detail=False, strong=bool(about))


def _words(name: str) -> frozenset[str]:
    """Return the words of a name, without case and accents; `optIn` and opt-in are one."""
    parted = "".join(one if one.isalnum() else " " for one in folded(_CAMEL.sub(" ", name)))
    text = _COMPOUND.sub(" status", _YES_OR_NO.sub(" ", " ".join(parted.split())))
    return frozenset(_SIGN_UP.sub("signup", _OPT_IN.sub("optin", text)).split())
