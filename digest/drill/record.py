"""What a drill is to be, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

    from digest.drill.verdict import Verdict
    from digest.model.settings import TransportName


class Moment(StrEnum):
    """What a run was doing when it was killed."""

    STARTING = "starting"  # the ledger is as the run before had left it
    IN_FLIGHT = "in_flight"  # claimed, and without a receipt
    BETWEEN = "between"  # neither


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What kind of drill it is to be; the same seed chooses the same moments."""

    recipients: int
    kills: int
    transport: TransportName
    seed: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Kill:
    """One kill: at what moment, how many addresses had their mail by then, and how many mails were in flight."""

    number: int
    moment: Moment
    reached: int
    in_flight: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Drill:
    """What came of a drill; `folder` is where it was held, still there if there are faults.

    There are fewer kills than ordered if the send was over before. `last_words` are those of the run that should have
    come to its end and did not.
    """

    order: Order
    kills: tuple[Kill, ...]
    verdict: Verdict
    last_words: str
    folder: Path

    @property
    def faults(self) -> tuple[str, ...]:
        """What is not as promised, a sentence each; none is a clean verdict."""
        return ((f"the last run failed: {self.last_words}",) if self.last_words else ()) + self.verdict.faults

    def as_dict(self) -> dict[str, Any]:
        """Return it as JSON has it."""
        kills = [
            {
                "number": kill.number,
                "moment": str(kill.moment),
                "reached": kill.reached,
                "in_flight": kill.in_flight,
                "unknown": unknown,
            }
            for kill, unknown in zip(self.kills, self.verdict.unknown_by_kill, strict=True)
        ]
        return {
            "transport": str(self.order.transport),
            "seed": self.order.seed,
            "kills": kills,
            **self.verdict.as_dict(),
            "faults": list(self.faults),
            "clean": not self.faults,
            "folder": str(self.folder) if self.faults else None,
        }
