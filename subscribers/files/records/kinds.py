"""Judges by what all cells of a column are whether it says who is to be mailed, where its name merely hints at it."""

from __future__ import annotations

import re
from enum import Enum, auto
from typing import TYPE_CHECKING

from subscribers.files.records.day_orders import times_meant
from subscribers.files.vocabulary.answers import answer, is_of_a_reader, said_in, unlisted
from subscribers.files.vocabulary.fields import Field
from subscribers.files.vocabulary.hints import (
    A_CHOICE,
    A_WAY,
    TELLING,
    beside_the_point,
    is_another_way,
    reason_of,
    waits,
)
from subscribers.files.vocabulary.words import GENERAL

if TYPE_CHECKING:
    from collections.abc import Set as AbstractSet

    from subscribers.files.vocabulary.hints import Hint


class Kind(Enum):
    """What a cell is, looked at by itself."""

    EMPTY = auto()
    YES = auto()
    NO = auto()
    NEVER = auto()  # never, none, null: no, or that nothing is known
    ONE = auto()  # yes, where no other number stands in the column
    ZERO = auto()  # no, likewise
    NUMBER = auto()
    PAST = auto()  # a time
    COMING = auto()  # a time
    DATED = auto()  # words with a year in them, or some other way to say a time
    STANDING = auto()  # a word for one, such as pending
    WORDS = auto()


_NEVER = frozenset({"none", "null", "nil", "never", "n/a", "na", "nan", "-"})
_NUMBER = re.compile(r"[+-]?\d+(?:[.,] ?\d+)*")
_YEAR = re.compile(r"(?:19|20)\d\d(?!\d)", re.ASCII)
FEW_WORDS = 6  # different ones that a column has at most, if it is of standings
_CHOICES = frozenset({Kind.EMPTY, Kind.YES, Kind.NO, Kind.NEVER, Kind.ONE, Kind.ZERO})
_SPELT = frozenset({Kind.STANDING, Kind.WORDS})
_ANSWERS = frozenset({Kind.EMPTY, Kind.YES, Kind.NO, Kind.ONE, Kind.ZERO, Kind.PAST, Kind.COMING})
_OTHER = frozenset({Kind.NUMBER, Kind.DATED}) | _SPELT


class Unclear(ValueError):
    """A column may say that somebody is not to be mailed, and it is not plain who."""


def kind_of(cell: str, *, now: str) -> Kind:
    """Return what a cell is; `now` is a stamp."""
    text = unlisted(cell.strip())
    if not text:
        return Kind.EMPTY
    if text.casefold() in _NEVER:
        return Kind.NEVER
    if (said := answer(text)) is not None:
        plain, number = (Kind.YES, Kind.ONE) if said else (Kind.NO, Kind.ZERO)
        return number if text[0].isdigit() else plain
    if times := times_meant(text):
        return Kind.PAST if min(times) <= now else Kind.COMING
    if said_in(text) in GENERAL:
        return Kind.STANDING
    if _YEAR.search(text):
        return Kind.DATED
    return Kind.NUMBER if _NUMBER.fullmatch(text) else Kind.WORDS


def guess(name: str, hint: Hint, kinds: AbstractSet[Kind], words: AbstractSet[str] = frozenset()) -> Field:
    """Return what a column may well hold that is not understood: words may be a reason, or a standing in any words.

    `words` are what its cells are, up to a few.
    """
    hint = _answered(hint, kinds)
    if beside_the_point(name, hint.field, counted=Kind.NUMBER in kinds):
        return Field.IGNORE
    if hint is A_WAY or (hint.field is Field.SUBSCRIBED and any(map(is_another_way, words))):
        return Field.FREQUENCY
    if hint.choice and kinds & _SPELT:
        return Field.STATUS
    if hint.choice and not kinds & {Kind.NO, Kind.ZERO}:  # a mark, or a time, and nothing: better not to be mailed
        return Field.UNSUBSCRIBED
    if hint.field is Field.SUBSCRIBED and Kind.NEVER in kinds:  # none is no to a question, and no word for a standing
        return Field.SUBSCRIBED
    if not kinds & _SPELT:
        return Field.UNCONFIRMED if waits(name) else hint.field
    return (reason_of(name) if hint.field is Field.UNSUBSCRIBED else None) or Field.STATUS


def understood(hint: Hint, kinds: AbstractSet[Kind], words: AbstractSet[str] = frozenset()) -> Field | None:
    """Return what a column with these kinds of cells holds, None where it is of no account to who is mailed.

    `words` are what its cells are, up to a few.

    Raises:
        Unclear: it may be of account.
    """
    hint = _answered(hint, kinds)
    if not hint.choice:
        return _understood(hint, kinds)
    if hint is A_WAY:
        if kinds & {Kind.NO, Kind.NEVER} or any(map(is_another_way, words)):
            raise Unclear
        return None
    if kinds & _SPELT and Kind.WORDS in kinds and may_choose(hint, kinds, words):
        raise Unclear
    no = Kind.NO in kinds or (Kind.ZERO in kinds and (hint.strong or Kind.ONE in kinds))
    told = {Kind.YES} if not hint.strong else kinds - {Kind.EMPTY}
    silent = Kind.EMPTY in kinds and bool(kinds & told)
    if (no or silent) and not kinds & _SPELT and may_choose(hint, kinds, words):
        raise Unclear
    return None


def _answered(hint: Hint, kinds: AbstractSet[Kind]) -> Hint:
    """Return the hint at a choice where in a column of ways there are but answers."""
    return A_CHOICE if hint is A_WAY and not kinds & (_SPELT | {Kind.NEVER}) else hint


def _understood(hint: Hint, kinds: AbstractSet[Kind]) -> Field | None:
    if hint.field is Field.STATE:
        return _of_a_state(hint, kinds)
    if hint is TELLING and kinds - {Kind.EMPTY}:
        raise Unclear
    if (hint.status and kinds & _OTHER) or _words_for_a_standing_alone(hint, kinds):
        return Field.STATUS
    if Kind.NUMBER in kinds:
        kinds = kinds - {Kind.ONE, Kind.ZERO}
    elif kinds & {Kind.ONE, Kind.ZERO}:
        spelt = {Kind.ONE: Kind.YES, Kind.ZERO: Kind.NO}
        kinds = {spelt.get(kind, kind) for kind in kinds}
    if hint.plain and not (hint.strong or kinds & (_OTHER - {Kind.STANDING})) and hint.field is Field.SUBSCRIBED:
        kinds = kinds - {Kind.STANDING} | ({Kind.NO} if Kind.STANDING in kinds else set())  # such words are read there
    clear = hint.plain and not kinds & _OTHER
    if clear and kinds == {Kind.PAST} and hint.field is Field.SUBSCRIBED:
        return Field.JOINED_AT
    if hint.field in (Field.UNSUBSCRIBED, Field.UNCONFIRMED):
        against, clear = _tells_of_leaving(hint, kinds), clear and Kind.COMING not in kinds
    else:
        against = _tells_of_no_consent(hint, kinds)
    if against and not clear:
        raise Unclear
    return hint.field if clear and kinds - {Kind.EMPTY} and (against or not hint.detail) else None


def _of_a_state(hint: Hint, kinds: AbstractSet[Kind]) -> Field:
    if Kind.STANDING in kinds or (hint.status and kinds & _CHOICES - {Kind.EMPTY}):
        return Field.STATUS
    if hint.status and kinds - {Kind.EMPTY}:
        raise Unclear
    return Field.STATE


def may_choose(hint: Hint, kinds: AbstractSet[Kind], words: AbstractSet[str]) -> bool:
    """Tell whether in the column of a choice stand but answers, ways, or a few words, one of which is for a reader."""
    if hint is A_WAY:
        return True
    if kinds & _SPELT:
        return kinds <= _CHOICES | _SPELT and len(words) <= FEW_WORDS and any(map(is_of_a_reader, words))
    return kinds <= (_ANSWERS if hint.strong else _CHOICES)


def _words_for_a_standing_alone(hint: Hint, kinds: AbstractSet[Kind]) -> bool:
    """Tell whether a column such as *Stop status* has these words and nothing else."""
    weak = hint.field is Field.UNSUBSCRIBED and hint.plain and not hint.strong
    return weak and kinds - {Kind.EMPTY} == {Kind.STANDING}


def _tells_of_leaving(hint: Hint, kinds: AbstractSet[Kind]) -> bool:
    telling = {Kind.YES, Kind.PAST, Kind.COMING, Kind.DATED}
    return bool(kinds & (telling | _OTHER if hint.strong else telling))


def _tells_of_no_consent(hint: Hint, kinds: AbstractSet[Kind]) -> bool:
    """Tell whether there is a no, or what may be one: where others say yes, or words are not understood."""
    if hint.detail:
        return Kind.NO in kinds
    given = hint.field is Field.SUBSCRIBED and kinds & {Kind.YES, Kind.PAST, Kind.COMING}
    strange = hint.strong and (hint.plain or hint.consent) and kinds & _OTHER
    return bool(kinds & {Kind.NO, Kind.NEVER} or (given and Kind.EMPTY in kinds) or strange)
