"""A letter: a mail to one reader alone, apart from any issue: the question whether they want to be on a list, say."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from datetime import datetime


class LetterKind(StrEnum):
    """What a letter is about."""

    ASK = "ask"  # do you want to be on these lists?
    REMIND = "remind"  # the same once more, and never again
    WELCOME = "welcome"  # you are on these lists


FOLDER = "confirmations"  # where an outbox keeps letters, beside its folders of editions; no edition may be named so

ASKING = frozenset({LetterKind.ASK, LetterKind.REMIND})


class ListNamed(NamedTuple):
    """A list as a letter speaks of it."""

    name: str
    title: str


@dataclass(frozen=True, slots=True)
class Halted:
    """Why nothing comes to whoever is on some lists: they paused until then, or turned off all that goes there."""

    until: datetime | None = None  # None: it is turned off


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A letter about to be handed over; `lists` are those that it is still about, by title.

    `asked_via` is the way by which it was asked for, as the consent log words it, and `origin` the network address
    that this came from, empty where there is none.
    """

    id: int
    kind: LetterKind
    subscriber_id: int
    address: str
    name: str
    language: str  # the reader's own, BCP 47 or empty
    epoch: int  # of the reader's links
    lists: tuple[ListNamed, ...]
    asked_via: str
    origin: str
    attempts: int  # before this one
    created_at: datetime
