"""Judges what a file says of a reader's standing, by its words, and never to the reader's harm where they are new."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from typing import TYPE_CHECKING

from subscribers.errors import BadCell, quoted
from subscribers.files.records.at_least import at_least
from subscribers.files.records.day_orders import times_meant
from subscribers.files.vocabulary.answers import MAILABLE, PLAIN_ANSWERS, answer, is_told, said_in, tells
from subscribers.files.vocabulary.fields import STRICTNESS, Field, Verdict, map_option
from subscribers.files.vocabulary.headings import STATES, heading, of_a_place
from subscribers.files.vocabulary.hints import is_another_way, is_reason, of_advertising
from subscribers.files.vocabulary.moments import moment_in, plain_stamp
from subscribers.files.vocabulary.words import GENERAL, OF_BOUNCES
from subscribers.model import Reason

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from subscribers.files.records.columns import Columns
    from subscribers.files.vocabulary.service import Service

    Judge = Callable[[str], Verdict | None]

_SECONDS = re.compile(r"[1-9]\d{8,12}", re.ASCII)  # since 1970, or thousandths of them: since when
_CODE = re.compile(r"\s*\d{1,3}\s*")  # no time, be it one that cannot be read
_SILENCE = frozenset({"", "-", "–", "—"})
_SILENT = "{} is empty, and {} always writes something there; put subscribed or unsubscribed there"
# Plain texts, since the database takes members of an enumeration a good deal slower.
REASONS = {Verdict.BOUNCED: Reason.HARD_BOUNCE.value, Verdict.COMPLAINED: Reason.COMPLAINT.value}
_PLAIN = {verdict: verdict.value for verdict in Verdict}
_FLAGS = {
    Field.UNSUBSCRIBED: Verdict.UNSUBSCRIBED,
    Field.BOUNCED: Verdict.BOUNCED,
    Field.COMPLAINED: Verdict.COMPLAINED,
    Field.UNCONFIRMED: Verdict.UNCONFIRMED,
}
_MAY_SUPPRESS = frozenset({Field.STATUS, Field.STATE, Field.BOUNCED, Field.COMPLAINED})


class Verdicts:
    """Judges the rows of one file; `may_suppress` says whether it can tell of any that they bounced or complained."""

    def __init__(self, columns: Columns) -> None:
        service = columns.service
        statuses, subscribed = columns.named(Field.STATUS), columns.named(Field.SUBSCRIBED)
        places = any(map(of_a_place, columns.names))
        status = partial(_status, words=_words(service), otherwise=service.otherwise, places=places)
        everyone = columns.everyone
        confirmed = [] if everyone else columns.named(Field.CONFIRMED)
        joined = columns.named(Field.JOINED_AT) if service.open else []
        self._judges: list[tuple[int, Judge]] = [
            *((place, partial(_state, silent=service.of_accounts)) for place, _ in columns.named(Field.STATE)),
            *((place, partial(_confirmed, name=name, words=_own(service))) for place, name in confirmed),
            *((place, partial(_joined, name=name)) for place, name in joined),
            *(
                (place, _flag(name, verdict, of_all=verdict is everyone))
                for field, verdict in _FLAGS.items()
                for place, name in columns.named(field)
            ),
            *((place, _frequency) for place, _ in columns.named(Field.FREQUENCY)),
            *((place, partial(status, name=name)) for place, name in statuses),
            *((place, partial(_subscribed, name=name)) for place, name in subscribed),
        ]
        if columns.all_left:
            self._judges = [(place, at_least(judge)) for place, judge in self._judges]
        written = ((place, name) for place, name in statuses if service.writes_status(name))
        self._filled = [
            *((place, _SILENT.format(quoted(name), service.name)) for place, name in written),
            *((place, _empty(name, otherwise=service.open)) for place, name in subscribed),
        ]
        self._at_odds = _odds(subscribed)
        self._given = [everyone] if everyone else []
        self._whys = [(place, _why(name)) for place, name in columns.named(Field.WHY)]
        self.any = bool(self._judges or self._given or self._whys)
        self.may_suppress = everyone in REASONS or bool(_MAY_SUPPRESS & set(columns.fields))

    def standing(self, cells: Sequence[str]) -> str | None:
        """Return the strictest word on the standing with the list, None where there is none.

        Raises:
            BadCell: a cell says something that is not understood.
        """
        found = [verdict for verdict in self._of(cells) if verdict not in REASONS]
        return _PLAIN[max(found, key=STRICTNESS.__getitem__) if len(found) > 1 else found[0]] if found else None

    def reason(self, cells: Sequence[str]) -> str | None:
        """Return why the reader is to be suppressed, None where they are not; raises as `standing` does."""
        found = [verdict for verdict in self._of(cells) if verdict in REASONS]
        return REASONS[max(found, key=STRICTNESS.__getitem__)] if found else None

    def _of(self, cells: Sequence[str]) -> list[Verdict]:
        found = [verdict for place, judge in self._judges if (verdict := judge(cells[place]))]
        if self._whys and MAILABLE.isdisjoint(found):
            found += [verdict for place, judge in self._whys if (verdict := judge(cells[place]))]
        for advertising, newsletter in self._at_odds if not self._given else ():
            _refuse_at_odds(cells, advertising, newsletter)
        if self._filled and not self._given and MAILABLE.issuperset(found):
            self._refuse_silence(cells)
        return found + self._given if self._given else found

    def _refuse_silence(self, cells: Sequence[str]) -> None:
        """Refuse a row in which the word is gone that they are mailed by: it may have said that they are not."""
        for place, refusal in self._filled:
            if not cells[place].strip():
                raise BadCell(refusal)


def _odds(columns: Sequence[tuple[int, str]]) -> list[tuple[tuple[int, str], tuple[int, str]]]:
    """Return each column of whether somebody wants advertising with each of whether they want a newsletter."""
    of = {place: of_advertising(name) for place, name in columns}
    return [(one, other) for one in columns for other in columns if of[one[0]] and of[other[0]] is False]


def _refuse_at_odds(cells: Sequence[str], advertising: tuple[int, str], newsletter: tuple[int, str]) -> None:
    """Refuse a row that says no to advertising and yes to the newsletter: which of them is meant here is not known."""
    (place, name), (other, newsletter_name) = advertising, newsletter
    if answer(cells[place]) is False and answer(cells[other]):
        raise BadCell(
            f"{quoted(name)} is {quoted(cells[place])} and {quoted(newsletter_name)} is {quoted(cells[other])}; put no "
            f"into both, or, if advertising is another matter: {map_option(name, Field.IGNORE)}"
        )


def _empty(name: str, *, otherwise: bool) -> str:
    ignore = f", or, if it does not matter: {map_option(name, Field.IGNORE)}" if otherwise else ""
    return f"{quoted(name)} is empty; put yes or no there{ignore}"


def _own(service: Service) -> dict[str, Verdict]:
    return {heading(word): verdict for word, verdict in service.words.items()}


def _words(service: Service) -> dict[str, Verdict]:
    own = _own(service)
    return own if service.otherwise else PLAIN_ANSWERS | OF_BOUNCES | GENERAL | own


def _status(
    cell: str, *, name: str, words: Mapping[str, Verdict], otherwise: Verdict | None, places: bool
) -> Verdict | None:
    """Judge by a word for a standing; where there are `places`, one of a state may be a part of a country."""
    word = said_in(cell)
    if word in _SILENCE:
        return None
    verdict = words.get(word or "", otherwise)
    if verdict is None:
        remedy = "put a word like subscribed or unsubscribed there"
        if places and heading(name) in STATES:
            remedy += f"; or, if it is a part of a country: {map_option(name, Field.STATE)}"
        if word == "x":
            remedy += f"; or, if it is a yes: {map_option(name, Field.SUBSCRIBED)}"
        raise BadCell(f"the status {quoted(cell)} is not known; {remedy}")
    return verdict


@lru_cache(maxsize=1024)
def _state(cell: str, *, silent: frozenset[str] = frozenset()) -> Verdict | None:
    word = said_in(cell) or ""
    return None if word in silent else GENERAL.get(word)


@lru_cache(maxsize=1024)
def _subscribed(cell: str, *, name: str) -> Verdict | None:
    if not cell.strip():
        return None
    said = answer(cell)
    if said or times_meant(cell.strip()) or _SECONDS.fullmatch(cell.strip()):
        return Verdict.SUBSCRIBED
    if said is False:
        return Verdict.UNSUBSCRIBED
    verdict = GENERAL.get(said_in(cell) or "")
    if verdict and verdict not in REASONS:
        return verdict
    otherwise = (
        f"; or, if it names lists: {map_option(name, Field.LISTS)}, or, if it says how often: "
        f"{map_option(name, Field.FREQUENCY)}, or, if it does not matter: {map_option(name, Field.IGNORE)}"
    )
    raise BadCell(f"subscribed is {quoted(cell)}; put yes or no there{otherwise}")


def _flag(name: str, verdict: Verdict, *, of_all: bool) -> Judge:
    """Judge by a column of yes and no, or of times; what is known `of_all` of the file needs no word that is read."""
    told = partial(is_told, name=name, in_words=of_all or is_reason(name))
    if verdict is Verdict.BOUNCED and not of_all:
        return lambda cell: _bounced(cell, told) if cell else None
    return lambda cell: verdict if cell and told(cell) else None  # most are empty, by the million


def _why(name: str) -> Judge:
    """Judge by a reason why somebody left, which tells that they did where nothing says that they are mailed."""
    return lambda cell: Verdict.UNSUBSCRIBED if cell and is_told(cell, name=name, in_words=True) else None


def _bounced(cell: str, told: Callable[[str], bool]) -> Verdict | None:
    """Judge by a column on mails that came back, which may say whether that was for good."""
    if verdict := OF_BOUNCES.get(said_in(cell) or ""):
        return verdict if verdict is Verdict.BOUNCED else None
    return Verdict.BOUNCED if told(cell) else None


@lru_cache(maxsize=1024)
def _frequency(cell: str) -> Verdict | None:
    """Judge by how often somebody wants mail, or by which way; other words than never or post are of no account."""
    if answer(cell) is False or is_another_way(cell):
        return Verdict.UNSUBSCRIBED
    verdict = GENERAL.get(said_in(cell) or "")
    return None if verdict in MAILABLE or verdict in REASONS else verdict


def _joined(cell: str, *, name: str) -> None:
    """Refuse a no, or a word for somebody who is not mailed, where it should stand when they joined."""
    if cell[:1].isalpha() and (tells(cell) or (answer(cell) is False and said_in(cell) in PLAIN_ANSWERS)):
        raise BadCell(
            f"{quoted(name)} is {quoted(cell)}; put a date there, or, if it says who is subscribed: "
            f"{map_option(name, Field.SUBSCRIBED)}"
        )


def _confirmed(cell: str, *, name: str, words: Mapping[str, Verdict]) -> Verdict | None:
    """Judge by a column of times, or of yes and no; a time that cannot be read tells nothing."""
    if not cell:
        return None
    if plain_stamp(cell) or moment_in(cell):
        return Verdict.CONFIRMED
    return words.get(cell.strip()) or _confirmed_in_words(cell, name=name)


@lru_cache(maxsize=1024)
def _confirmed_in_words(cell: str, *, name: str) -> Verdict | None:
    word = said_in(cell)
    if word in _SILENCE:
        return None
    if (said := answer(cell)) is not None:
        return Verdict.CONFIRMED if said else Verdict.UNCONFIRMED
    verdict = GENERAL.get(word or "")
    if verdict in REASONS or not (verdict or any(map(str.isdecimal, cell))) or _CODE.fullmatch(cell):
        raise BadCell(f"{quoted(name)} is {quoted(cell)}; put yes, no or a date there")
    return verdict
