"""What a change asks for, and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from subscribers.erasure import KEPT_OUT
from subscribers.model import Printable, State


class Outcome(StrEnum):
    """What a change came to."""

    ADDED = "added"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Newcomer:
    """A person to be taken in; an empty field says nothing and changes nothing. The consent log repeats the note.

    A language that is no tag (BCP 47) says nothing either.
    """

    address: str
    name: str = ""
    language: str = ""
    note: str = ""
    topics: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Standing(Printable):
    """How a subscriber stands with a list after a change; `kept_out` says why they did not join it, else empty."""

    list: str
    state: State
    kept_out: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change(Printable):
    """What a change did to one subscriber; `suppressed` is the reason why they get no mail all the same, else empty.

    `erased` says that they were erased, see subscribers.erasure: nobody was taken in, and nothing written. `former` is
    the address that was named, where it means them since they had it before they moved; see subscribers.former.
    """

    address: str
    outcome: Outcome
    lists: tuple[Standing, ...] = ()
    suppressed: str = ""
    erased: bool = False
    former: str = ""

    @property
    def kept_out(self) -> str:
        """Why this person is not mailed although they were to be added, else empty."""
        if self.erased:
            return KEPT_OUT.format(self.address)
        if self.suppressed:
            return f"suppressed ({self.suppressed})"
        return "; ".join(standing.kept_out for standing in self.lists if standing.kept_out)


@dataclass(frozen=True, slots=True)
class SetAside(Printable):
    """A row that did not come through: its number, its address as given, and why."""

    row: int
    address: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Tally(Printable):
    """What became of many rows; each row counts once."""

    added: int
    updated: int
    unchanged: int
    kept_out: tuple[SetAside, ...]
    refused: tuple[SetAside, ...]
