"""The words for what a column of a file holds, and for what a file says of a reader's standing."""

from __future__ import annotations

import shlex
from enum import StrEnum

from subscribers.names import clean


class Field(StrEnum):
    """What a column holds; these are also the words of `--map COLUMN=FIELD`."""

    ADDRESS = "address"
    NAME = "name"
    FIRST_NAME = "first_name"
    LAST_NAME = "last_name"
    LANGUAGE = "language"
    TOPICS = "topics"  # a comma list; a name with a comma in it stands in quotation marks
    NOTE = "note"
    STATUS = "status"  # a word for the standing
    STATE = "state"  # as status, if it is such a word; else it is a part of a country
    SUBSCRIBED = "subscribed"  # yes or no
    UNSUBSCRIBED = "unsubscribed"  # yes or no, or a time; empty is no
    BOUNCED = "bounced"  # as above
    COMPLAINED = "complained"  # as above
    UNCONFIRMED = "unconfirmed"  # yes or no, or a time: that they were asked, and have not answered
    FREQUENCY = "frequency"  # how often they want mail, or by which way: never, by post, or any other word
    JOINED_AT = "joined_at"
    JOINED_FROM = "joined_from"  # a network address
    CONFIRMED = "confirmed_at"  # a time, or yes or no
    CONFIRMED_FROM = "confirmed_from"  # a network address
    WHY = "why_left"
    LISTS = "lists"  # every list with its own standing, as an export of ours has them
    LEFT_ALL = "left_all_at"  # a time, or yes or no: that they left everything, also lists to come
    SKIPPED_EDITIONS = "skipped_editions"  # a comma list
    PAUSED_UNTIL = "paused_until"
    SUPPRESSED = "suppressed"  # the reason, empty where there is none
    SUPPRESSED_AT = "suppressed_at"
    SUPPRESSED_BY = "suppressed_by"
    IGNORE = "ignore"


def map_option(column: str, field: Field) -> str:
    """Return the option that says what a column holds, quoted so that it can be pasted into a shell."""
    told = shlex.quote(f"{clean(column)}={field}")
    return "--map " + (told if told.startswith("'") else f"'{told}'")


LEAVING = (Field.UNSUBSCRIBED, Field.BOUNCED, Field.COMPLAINED)  # what says, when filled, that somebody is not mailed


# What more than one column may hold, each with something to add.
SEVERAL = frozenset({
    Field.STATUS, Field.STATE, Field.SUBSCRIBED, Field.CONFIRMED, Field.UNCONFIRMED, Field.FREQUENCY, *LEAVING,
    Field.JOINED_AT, Field.TOPICS, Field.NOTE, Field.WHY, Field.IGNORE,
})  # fmt: skip
TIMES = (Field.JOINED_AT, Field.CONFIRMED, *LEAVING, Field.LEFT_ALL)  # what may say when


class Verdict(StrEnum):
    """What a file says of a reader's standing; where it says more than one thing the later of these holds."""

    SUBSCRIBED = "subscribed"  # to be mailed, but whether they ever confirmed it does not tell
    CONFIRMED = "confirmed"
    UNCONFIRMED = "unconfirmed"  # was asked, and has not answered
    UNSUBSCRIBED = "unsubscribed"
    BOUNCED = "bounced"  # the mailbox does not exist: to be suppressed
    COMPLAINED = "complained"  # to be suppressed


STRICTNESS = {verdict: place for place, verdict in enumerate(Verdict)}


def all_left(everyone: Verdict | None) -> bool:
    """Tell whether nobody is to be mailed of whom all are said to stand so."""
    return everyone is not None and STRICTNESS[everyone] >= STRICTNESS[Verdict.UNSUBSCRIBED]
