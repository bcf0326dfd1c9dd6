"""Draws for a terminal where the mails of an issue stand, and when what happened to it."""

from __future__ import annotations

import shutil
import sys
from itertools import accumulate
from typing import TYPE_CHECKING

import typer

from digest.cli.output import aside, in_colour
from digest.model.delivery import DeliveryStatus

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from digest.model.delivery import Counts
    from digest.model.issue import IssueRecord

WIDEST = 60  # columns

# What is drawn first stands left; each with its colour and sign, so that it is told apart without colour too.
LOOKS = {
    DeliveryStatus.DELIVERED: ("green", "█"),
    DeliveryStatus.ACCEPTED: ("green", "▓"),
    DeliveryStatus.COMPLAINED: ("magenta", "!"),
    DeliveryStatus.BOUNCED: ("red", "×"),
    DeliveryStatus.REFUSED: ("red", "×"),
    DeliveryStatus.UNKNOWN: ("yellow", "?"),
    DeliveryStatus.EXPIRED: ("yellow", "·"),
    DeliveryStatus.DEFERRED: ("yellow", "~"),
    DeliveryStatus.CLAIMED: ("cyan", "▒"),
    DeliveryStatus.PENDING: ("cyan", "░"),
    DeliveryStatus.SKIPPED: ("blue", "-"),
    DeliveryStatus.CANCELLED: ("blue", "-"),
}


def segments(counts: Counts, width: int) -> list[tuple[DeliveryStatus, int]]:
    """Share columns out among the statuses there are: each has one at least, and all of them fill the width."""
    present = [status for status in LOOKS if counts[status]]
    spare = max(0, width - len(present))
    ends = [spare * so_far // counts.recipients for so_far in accumulate(counts[status] for status in present)]
    return [(status, 1 + end - start) for status, start, end in zip(present, [0, *ends], ends, strict=False)]


def draw(counts: Counts, record: IssueRecord, zone: ZoneInfo) -> None:
    """Draw both, if stdout is a terminal."""
    if not sys.stdout.isatty():
        return
    width = min(WIDEST, shutil.get_terminal_size().columns - 2)
    parts = [in_colour(LOOKS[status][1] * columns, LOOKS[status][0]) for status, columns in segments(counts, width)]
    if parts:
        typer.echo("".join(parts))
    if line := timeline(record, zone):
        aside(line)


def timeline(record: IssueRecord, zone: ZoneInfo) -> str:
    """Return the moments of an issue in their order, in local time; the day once."""
    moments = [
        ("composed", record.created_at),
        ("frozen", record.frozen_at),
        ("first mail", record.carried_at),
        ("finished", record.finished_at),
    ]
    told, day = [], ""
    for what, at in moments:
        if at is None:
            continue
        local = at.astimezone(zone)
        told.append(f"{what} {local:%H:%M:%S}" if f"{local:%a %d %b}" == day else f"{what} {local:%a %d %b %H:%M:%S}")
        day = f"{local:%a %d %b}"
    return " · ".join(told)
