"""Judges whether readers have had a story before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.check.mail import Fault, Part, Place, shortened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.check.mail import Mail


def story_repeated(mail: Mail) -> Iterator[Fault]:
    """Stories that one of the last issues carried, or another report of the same event."""
    for position, one in enumerate(mail.sample.repeats):
        message = f"tells the same event as a story of {one.issue}" if one.same_event_only else f"was in {one.issue}"
        place = Place(Part.ISSUE, position, f'"{shortened(one.title)}"')
        yield Fault(place, f"{message}; drop it, unless there is news in it")
