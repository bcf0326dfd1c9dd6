"""A run: one call of `digest run`, and what it did."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """What is kept of a run; without `ended_at` it is under way, or was killed."""

    id: int
    started_at: datetime
    ended_at: datetime | None
    exit_code: int | None
    done: tuple[str, ...]
    troubles: tuple[str, ...]
