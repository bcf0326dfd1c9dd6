"""Everything that can go wrong with the roster, as one tree; each message is one line: what, which, what next.

RosterError                 1   failed
  BadValue                  2   an argument cannot be used as given
    BadAddress              2   not an address, or not one that mail can be sent to
    UnknownSubscriber       2   no subscriber has this address
    UnknownList             2   no list has this name; names the nearest
    BadSegment              2   an expression that chooses subscribers is wrong; says in which column
  BadFile                   1   a file of readers cannot be read at all
    Untold                  1   nor is it known what some of its columns hold
  AlreadyThere              1   the name or address is taken
  ErasedAddress             1   whoever has the address was erased
  ListInUse                 1   the list still has subscribers
  NotSubscribed             1   the subscriber never joined this list
  BadToken                  1   the link is not one of ours, or was revoked

BadCell stands outside: it refuses one row of a file, and never ends a command.
"""

from __future__ import annotations

from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHOWN = 80  # characters of foreign text that a message repeats


class RosterError(Exception):
    """A failure whose message a user can act on; `exit_code` is what the command line ends with."""

    exit_code: ClassVar[int] = 1


class BadValue(RosterError):
    """An argument cannot be used as given."""

    exit_code = 2


class BadAddress(BadValue):
    """The text is not an address that mail can be sent to; `reason` says why."""

    def __init__(self, text: str, reason: str) -> None:
        self.text, self.reason = text, reason
        super().__init__(f"{quoted(text)} is not an address: {reason}")


SEE_WHO = "see who there is: digest subscribers list"


class UnknownSubscriber(BadValue):
    """No subscriber has this address or id; `otherwise` says what else does what was wanted."""

    def __init__(self, who: str | int, *, otherwise: str = SEE_WHO) -> None:
        self.who = who
        name = f"number {who}" if isinstance(who, int) else f"with the address {quoted(who)}"
        super().__init__(f"no subscriber {name}; {otherwise}")


class UnknownList(BadValue):
    """No list has this name."""

    def __init__(self, name: str, known: Iterable[str]) -> None:
        self.name = name
        super().__init__(f"no list named {quoted(name)}{suggestion(name, known)}")


class BadSegment(BadValue):
    """An expression that chooses subscribers cannot be read, or names what there is not.

    `title` says which expression it is, `where` in which column the mistake stands and `problem` what it is; `drawing`
    is two lines that show it to a terminal.
    """

    def __init__(self, problem: str, *, title: str, where: str, drawing: str) -> None:
        self.problem, self.title, self.where, self.drawing = problem, title, where, drawing
        super().__init__(f"{title}, {where}: {problem}")


class BadFile(RosterError):
    """A file of readers cannot be read at all, or does not say which column holds the addresses."""


class Untold(BadFile):
    """A column may say who is not to be mailed, and it is not known how; `settled` says that another column tells."""

    def __init__(self, message: str, *, settled: bool = False) -> None:
        self.settled = settled
        super().__init__(message)


class BadCell(ValueError):
    """A cell of a file says nothing that can be understood; the message tells what and why, and refuses the row."""


class AlreadyThere(RosterError):
    """The name or address is taken."""


class ErasedAddress(RosterError):
    """Whoever has the address was erased, and only they can bring it back."""

    def __init__(self, address: str) -> None:
        super().__init__(
            f"{quoted(address)} was erased; if the person asked to be let in again, say first: "
            f"digest suppressions remove {address}"
        )


class ListInUse(RosterError):
    """The list still has subscribers and is not removed."""


class NotSubscribed(RosterError):
    """The subscriber never joined this list."""

    def __init__(self, address: str, name: str) -> None:
        super().__init__(f"{address} never joined the list {name!r}; add it to the list first")


class BadToken(RosterError):
    """The link token is not one of ours, was altered, or was revoked."""

    def __init__(self) -> None:
        super().__init__("this link is not valid any more; use the one in a newer mail")


def quoted(text: str) -> str:
    """Return foreign text in quotes, bounded, its control characters escaped, so that a message stays one line."""
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}...")


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return ": did you mean X?" for the nearest known name, else a list of what there is."""
    names = sorted(known)
    if near := get_close_matches(name, names, n=1, cutoff=0.6):
        return f": did you mean {near[0]!r}?"
    return f"; there are: {', '.join(names)}" if names else "; create it first"
