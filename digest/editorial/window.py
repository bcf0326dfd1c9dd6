"""Says how far back an issue looks for its stories, and how a story falls outside."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from digest.model.selection import Window

if TYPE_CHECKING:
    from datetime import datetime

    from digest.model.edition import Edition
    from digest.model.story import Story

HALF_A_DAY = timedelta(hours=12)
REMEMBERED = timedelta(days=30)  # how long a story that was sent is known when its text comes again


def news_window(edition: Edition, *, cutoff: datetime, last_cutoff: datetime | None) -> Window:
    """Return the window that ends at the cutoff and leaves no gap to the one of the edition's last sent issue.

    `last_cutoff` is that issue's cutoff, None if none was sent yet.
    """
    start = cutoff - edition.max_age
    return Window(start if last_cutoff is None else min(start, last_cutoff), cutoff)


def widened(window: Window, edition: Edition) -> Window:
    """Return the window that looks back a further `max_age`, for a quiet day."""
    return Window(window.start - edition.max_age, window.end, wider=True)


def outside(story: Story, window: Window) -> str:
    """Say how a story was published outside the window (both ends included); empty when it was inside.

    A story whose source named a day alone stands at that day's noon and counts as published at any time of the day.
    """
    margin = HALF_A_DAY if story.day_only else timedelta()
    if early := max(window.start - story.published_at - margin, timedelta()):
        return f"published {span(early)} before the window opens"
    if late := max(story.published_at - margin - window.end, timedelta()):
        return f"published {span(late)} after the cutoff"
    return ""


def span(length: timedelta) -> str:
    """Return a length of time in its largest fitting unit: `35 min`, `2 h`, `3 days`."""
    minutes = int(length.total_seconds() // 60)
    if minutes < 60:
        return f"{max(1, minutes)} min"
    return f"{minutes // 60} h" if minutes < 48 * 60 else f"{minutes // (24 * 60)} days"
