"""Compares what the sink took with what the ledger says, and names every recipient with whom something is wrong."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from digest.model.delivery import UNSETTLED, DeliveryStatus

if TYPE_CHECKING:
    from collections import Counter
    from collections.abc import Callable, Collection, Iterable, Mapping, Sequence

HANDED_OVER = frozenset(
    {DeliveryStatus.ACCEPTED, DeliveryStatus.DELIVERED, DeliveryStatus.BOUNCED, DeliveryStatus.COMPLAINED}
)

_NAMED = 3  # addresses that a sentence names before it says how many more there are

_WRONG = {
    "twice": "got it twice",
    "lost": "got nothing, and neither is unknown nor will get it",
    "never_arrived": "got nothing, though the ledger says accepted",
    "unrecorded": "got it, though the ledger says neither accepted nor unknown",
    "unfinished": "still in line at the end",
    "strangers": "got it, and should not have",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What became of each recipient. The first six are faults; addresses are sorted.

    `unknown_by_kill` is how many mails each kill left `unknown`, `in_doubt` how many one may.
    """

    twice: tuple[str, ...]  # the sink took it more than once
    lost: tuple[str, ...]  # the sink has nothing; the ledger says it is over (refused, say), or has no such row
    never_arrived: tuple[str, ...]  # the sink has nothing; the ledger says accepted
    unrecorded: tuple[str, ...]  # the sink has it; the ledger says something else than accepted or unknown
    unfinished: tuple[str, ...]  # the sink has nothing; the ledger says it is still in line
    strangers: tuple[str, ...]  # the sink has it for somebody who is no recipient
    unknown_arrived: tuple[str, ...]
    unknown_not_arrived: tuple[str, ...]
    recipients: int
    once: int  # accepted, and taken once
    unknown_by_kill: tuple[int, ...]
    in_doubt: int

    @property
    def unknown(self) -> int:
        """How many mails the ledger calls unknown."""
        return len(self.unknown_arrived) + len(self.unknown_not_arrived)

    @property
    def unknown_at_most(self) -> int:
        """How many it may call so."""
        return self.in_doubt * len(self.unknown_by_kill)

    @property
    def faults(self) -> tuple[str, ...]:
        """One sentence for each kind of fault, with the addresses; none when all is as promised."""
        found = [f"{_some(getattr(self, kind))} {words}" for kind, words in _WRONG.items() if getattr(self, kind)]
        if self.unknown > self.unknown_at_most:
            found.append(f"{self.unknown} are unknown, and at most {self.unknown_at_most} may be")
        if (most := max(self.unknown_by_kill, default=0)) > self.in_doubt:
            found.append(f"one kill left {most} unknown, and at most {self.in_doubt} may be in flight")
        return tuple(found)

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        unknown = [(address, True) for address in self.unknown_arrived]
        unknown += [(address, False) for address in self.unknown_not_arrived]
        return {
            "recipients": self.recipients,
            "once": self.once,
            **{kind: list(getattr(self, kind)) for kind in _WRONG},
            "unknown": [{"address": address, "arrived": arrived} for address, arrived in sorted(unknown)],
            "unknown_at_most": self.unknown_at_most,
            "faults": list(self.faults),
        }


def judge(
    ledger: Mapping[str, DeliveryStatus],
    taken: Counter[str],
    *,
    meant: Collection[str],
    unknown_by_kill: Sequence[int],
    in_doubt: int,
) -> Verdict:
    """Compare, for all who were meant to get the mail, the ledger with what the sink took."""

    def those(are: Callable[[DeliveryStatus | None, int], bool]) -> tuple[str, ...]:
        return _sorted(one for one in meant if are(ledger.get(one), taken[one]))

    unknown = DeliveryStatus.UNKNOWN
    told = HANDED_OVER | {unknown}
    return Verdict(
        twice=those(lambda _, times: times > 1),
        lost=those(lambda status, times: not times and status not in told | UNSETTLED),
        never_arrived=those(lambda status, times: not times and status in HANDED_OVER),
        unrecorded=those(lambda status, times: times > 0 and status not in told),
        unfinished=those(lambda status, times: not times and status in UNSETTLED),
        strangers=_sorted(set(taken) - set(meant)),
        unknown_arrived=those(lambda status, times: status is unknown and times > 0),
        unknown_not_arrived=those(lambda status, times: status is unknown and not times),
        recipients=len(meant),
        once=len(those(lambda status, times: status in HANDED_OVER and times == 1)),
        unknown_by_kill=tuple(unknown_by_kill),
        in_doubt=in_doubt,
    )


def _sorted(addresses: Iterable[str]) -> tuple[str, ...]:
    return tuple(sorted(addresses))


def _some(addresses: Sequence[str]) -> str:
    """Return "3 recipients (a, b, c)", naming no more than a line can bear."""
    named = ", ".join(addresses[:_NAMED])
    more = f" and {len(addresses) - _NAMED} more" if len(addresses) > _NAMED else ""
    return f"{len(addresses)} recipient{'' if len(addresses) == 1 else 's'} ({named}{more})"
