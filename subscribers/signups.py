"""Keeps what people asked for on a page until it is acted on: durable before they are answered, and whoever they are.

Taking a request down takes the same few steps for every address, known or not, so that neither the answer nor the time
it takes tells anybody who is on a list.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from subscribers.addresses import parse
from subscribers.database import array, immediate, rows, stamp
from subscribers.names import clean

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import datetime

    from sqlite_utils import Database

_PUT = """
INSERT INTO signups (address, lists, topics, language, wording, origin, at)
VALUES (:address, :lists, :topics, :language, :wording, :origin, :at)
"""
_NEXT = "SELECT id, address, lists, topics, language, wording, origin FROM signups ORDER BY id LIMIT :most"
_ADDRESSES = "SELECT id, address FROM signups"
_DONE = "DELETE FROM signups WHERE id IN (SELECT value FROM json_each(:ids))"


@dataclass(frozen=True, slots=True, kw_only=True)
class Signup:
    """What somebody asked for: an address as `parse` displays it, lists by name, and the words they agreed to.

    `origin` is the network address that the request came from, empty where it is not known.
    """

    address: str
    lists: tuple[str, ...]
    topics: tuple[str, ...] = ()
    language: str = ""
    wording: str = ""
    origin: str = ""


def put(db: Database, signups: Sequence[Signup], *, now: datetime) -> None:
    """Keep requests, durably, in one transaction."""
    at = stamp(now)
    with immediate(db):
        db.conn.executemany(_PUT, [_values(signup) | {"at": at} for signup in signups])


def take(db: Database, *, most: int) -> tuple[Signup, ...]:
    """Take the oldest requests out; in the caller's transaction, so that they are gone only once they are acted on."""
    found = rows(db, _NEXT, {"most": most})
    db.conn.execute(_DONE, {"ids": array(row["id"] for row in found)})
    return tuple(
        Signup(
            address=row["address"],
            lists=tuple(json.loads(row["lists"])),
            topics=tuple(json.loads(row["topics"])),
            language=row["language"],
            wording=row["wording"],
            origin=row["origin"],
        )
        for row in found
    )


def drop(db: Database, address_keys: Collection[str]) -> None:
    """Forget what was asked for with any of these addresses; in the caller's transaction."""
    asked = db.conn.execute(_ADDRESSES).fetchall()
    db.conn.execute(_DONE, {"ids": array(number for number, address in asked if parse(address).key in address_keys)})


def _values(signup: Signup) -> dict[str, str]:
    return {
        "address": signup.address,
        "lists": array(signup.lists),
        "topics": array(signup.topics),
        "language": clean(signup.language),
        "wording": clean(signup.wording),
        "origin": clean(signup.origin),
    }
