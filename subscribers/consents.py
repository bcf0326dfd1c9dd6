"""The consent log: who agreed to what, when, by which way, from where and to which words; it only grows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address
from typing import TYPE_CHECKING

from subscribers.database import array, moment, rows
from subscribers.model import Action, Consent, Via

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

# One statement writes the same line for one person or a thousand: binding values row by row takes three times as long.
_APPEND = """
INSERT INTO consents (subscriber_id, list, action, at, via, origin, wording, note)
SELECT value, :list, :action, :at, :via, :origin, :wording, :note FROM json_each(:people)
"""
_OF_SUBSCRIBER = """
SELECT list, action, at, via, origin, wording, note FROM consents WHERE subscriber_id = :subscriber_id ORDER BY id
"""

# What the library would return as it is, in a tenth of the time: files bring such addresses by the million.
_BYTE = "(?:25[0-5]|2[0-4][0-9]|1[0-9][0-9]|[1-9]?[0-9])"
_IPV4 = re.compile(rf"{_BYTE}(?:\.{_BYTE}){{3}}", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The circumstances of a change, the same for every line it writes."""

    at: str  # as `stamp` writes it
    via: Via
    wording: str = ""
    origin: str = ""  # the network address of a person's own request; what is none is not kept

    def log(self, db: Database, people: Iterable[int], *, action: Action, list_name: str = "", note: str = "") -> None:
        """Write a line for each of these subscribers, inside the transaction that makes the change it records."""
        values = {"people": array(people), "list": list_name, "action": action, "note": note}
        circumstances = {"at": self.at, "via": self.via, "wording": self.wording, "origin": network(self.origin)}
        db.execute(_APPEND, values | circumstances)


def consents_of(db: Database, subscriber_id: int) -> tuple[Consent, ...]:
    """Return one person's lines, oldest first."""
    return tuple(
        Consent(**row | {"action": Action(row["action"]), "at": moment(row["at"]), "via": Via(row["via"])})
        for row in rows(db, _OF_SUBSCRIBER, {"subscriber_id": subscriber_id})
    )


@lru_cache(maxsize=4096)
def network(origin: str) -> str:
    """Return a network address as it is kept, and nothing for what is none.

    >>> network("2001:DB8::1"), network("::ffff:192.0.2.1"), network("nowhere")
    ('2001:db8::1', '192.0.2.1', '')
    """
    if _IPV4.fullmatch(origin):
        return origin
    try:
        address = ip_address(origin)
    except ValueError:
        return ""
    return str(getattr(address, "ipv4_mapped", None) or address)
