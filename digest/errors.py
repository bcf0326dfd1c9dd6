"""Everything that can go wrong for a user, as one tree; the command line turns each into one line and an exit code.

    DigestError                 1   failed
      ConfigError               2   digest.toml is wrong; carries every mistake found
      UsageError                2   the command's arguments cannot be used
        Mistakes                2   a file that was edited holds mistakes; carries every one found
        UnknownName             2   no such edition, issue, source, list or story; names the nearest
      IngestError               1   a file, page or feed could not be taken in
      StoreError                1   the database cannot be used (stale, newer, damaged)
        Held                    1   it is a copy or was restored, and sends nothing before a person says so
      RenderError               1   a theme's template is wrong
      TransportError            1   the transport cannot be used at all; no recipient is to blame
        SenderFault             1   nor can it before a person sees to it: login, credits, policy, sender
      FaultyIssue               1   `check` finds errors in what would be sent
      Unapproved                1   the edition's issues wait for a person, and nobody approved this one
      QuietDay                  3   nothing to send
      Unfinished                4   deferred or unknown deliveries remain
      WrongClock                1   the wall clock jumped
      Locked                    5   another run holds the lock

The roster has a tree of its own (subscribers.errors), since it knows nothing of this package.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from typing import TYPE_CHECKING, ClassVar

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class DigestError(Exception):
    """A failure whose message tells a user what, which and what next, in one line."""

    exit_code: ClassVar[int] = 1


class ConfigError(DigestError):
    """The configuration is wrong; `problems` holds every mistake, one line each."""

    exit_code = 2

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class UsageError(DigestError):
    """The arguments of a command cannot be used as given."""

    exit_code = 2


class Mistakes(UsageError):
    """A file that a person edited cannot be read; `problems` holds every mistake, one line each."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = tuple(problems)


class UnknownName(UsageError):
    """A name was given that nothing bears; the message offers the nearest one."""

    def __init__(self, kind: str, name: str, known: Iterable[str]) -> None:
        self.kind, self.name = kind, name
        super().__init__(f"no {kind} named {name!r}{suggestion(name, known)}")


class IngestError(DigestError):
    """A file, page or feed could not be taken in at all."""


class StoreError(DigestError):
    """The database cannot be used as it stands."""


class Held(StoreError):
    """The database may be one of two of the same newsroom: nothing is sent from it before `digest db adopt`."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A line of a text, where the mistake is: the text's name or path, and what it says (it may be unknown: empty)."""

    file: str
    line: int  # from 1; 0 is not known
    text: str = ""


class RenderError(DigestError):
    """A template of a theme is wrong; the message names the file and line, `spot` shows them."""

    def __init__(self, message: str, *, spot: Spot | None = None) -> None:
        super().__init__(message)
        self.spot = spot


class TransportError(DigestError):
    """The transport cannot be used: the fault is ours or the server's, never a recipient's."""


class SenderFault(TransportError):
    """The other side turns us away for what we are: no retry helps before a person has seen to it."""


class FaultyIssue(DigestError):
    """The issue has errors by the rules of `check`, so it was not sent."""


class Unapproved(DigestError):
    """The issue may not go out before a person approved it as it stands."""


class QuietDay(DigestError):
    """There is nothing to send, by the edition's policy."""

    exit_code = 3


class NobodyListed(QuietDay):
    """There is an issue, and nobody to mail it to: a name misspelt, of a list or in `mail.only_to`, looks like that."""


class Unfinished(DigestError):
    """The send ended with deferred or unknown deliveries."""

    exit_code = 4


class WrongClock(DigestError):
    """The wall clock cannot be right; `told` says that a person was told so before."""

    def __init__(self, message: str, *, told: bool) -> None:
        super().__init__(message)
        self.told = told


class Locked(DigestError):
    """Another run holds the lock of this edition."""

    exit_code = 5


MOST_NAMED = 20  # beyond that a list of names helps nobody


def suggestion(name: str, known: Iterable[str]) -> str:
    """Return ": did you mean X?" for the nearest known name, else what there is: all, or the first and the last."""
    names = sorted(known)
    if near := get_close_matches(name, names, n=1, cutoff=0.6):
        return f": did you mean {near[0]!r}?"
    if len(names) > MOST_NAMED:
        return f"; there are many, from {names[0]} to {names[-1]}"
    return f"; there are: {', '.join(names)}" if names else "; there is none yet"
