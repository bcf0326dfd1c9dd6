"""Judges what a file says of a reader's standing, by its words, and never to the reader's harm where they are new."""

from __future__ import annotations

from functools import lru_cache, partial
from typing import TYPE_CHECKING

from subscribers.errors import quoted
from subscribers.files.cells import BadCell
from subscribers.files.fields import STRICTNESS, Field, Verdict
from subscribers.files.headings import heading
from subscribers.files.moments import moment_in

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from subscribers.files.columns import Columns
    from subscribers.files.services import Service

    Judge = Callable[[str], Verdict | None]

_WORDS: dict[Verdict, str] = {
    Verdict.SUBSCRIBED: "subscribed active enabled regular opted-in opt-in yes true 1 abonniert aktiv abonné inscrit",
    Verdict.CONFIRMED: "confirmed verified double-opt-in bestätigt confirmé confirmado confermato",
    Verdict.UNCONFIRMED: "unconfirmed pending unverified unactivated not-confirmed awaiting-confirmation waiting",
    Verdict.UNSUBSCRIBED: (
        "unsubscribed inactive disabled opted-out opt-out cancelled canceled removed deleted archived blocked banned "
        "blocklisted blacklisted suppressed spammy not-subscribed non-subscribed no false 0 abgemeldet inaktiv "
        "désabonné désinscrit"
    ),
    Verdict.BOUNCED: "bounced bounce hard-bounce hard-bounced cleaned invalid undeliverable",
    Verdict.COMPLAINED: "complained complaint complaints spam spam-complaint marked-as-spam abuse",
}
GENERAL = {heading(word): verdict for verdict, words in _WORDS.items() for word in words.split()}

_SAY_YES = "yes y true t 1 on x ja j oui o si s sim da tak"
_SAY_NO = "no n false f 0 off nein non nao nee nej nie none null nil never"
_YES = frozenset(_SAY_YES.split())
_NO = frozenset(["", *_SAY_NO.split()])


def judges(columns: Columns) -> list[tuple[int, Judge]]:
    """Return which columns say something of the standing, and who reads each; a reader may raise BadCell."""
    by_field: dict[Field, Judge] = {
        Field.STATUS: partial(_status, words=_words(columns.service), otherwise=columns.service.otherwise),
        Field.STATE: _state,
        Field.SUBSCRIBED: _subscribed,
        Field.UNSUBSCRIBED: partial(_flagged, verdict=Verdict.UNSUBSCRIBED),
        Field.BOUNCED: partial(_flagged, verdict=Verdict.BOUNCED),
        Field.COMPLAINED: partial(_flagged, verdict=Verdict.COMPLAINED),
        Field.CONFIRMED: _confirmed,
    }
    return [
        (place, lru_cache(maxsize=1024)(judge))
        for field, judge in by_field.items()
        for place in columns.fields.get(field, ())
    ]


def strictest(verdicts: list[Verdict]) -> Verdict:
    """Return the verdict that holds where several were given."""
    return max(verdicts, key=STRICTNESS.__getitem__)


def _words(service: Service) -> dict[str, Verdict]:
    own = {heading(word): verdict for word, verdict in service.words.items()}
    return own if service.otherwise else GENERAL | own


def _status(cell: str, *, words: Mapping[str, Verdict], otherwise: Verdict | None) -> Verdict | None:
    word = heading(cell)
    if not word:
        return None
    verdict = words.get(word, otherwise)
    if verdict is None:
        raise BadCell(f"the status {quoted(cell)} is not known; put a word like subscribed or unsubscribed there")
    return verdict


def _state(cell: str) -> Verdict | None:
    return GENERAL.get(heading(cell))


def _subscribed(cell: str) -> Verdict:
    word = heading(cell)
    if word in _YES or moment_in(cell):
        return Verdict.SUBSCRIBED
    if word in _NO and word:
        return Verdict.UNSUBSCRIBED
    raise BadCell(f"subscribed is {quoted(cell)}; put yes or no there")


def _flagged(cell: str, *, verdict: Verdict) -> Verdict | None:
    return None if heading(cell) in _NO else verdict


def _confirmed(cell: str) -> Verdict | None:
    return Verdict.CONFIRMED if heading(cell) in _YES or moment_in(cell) else None
