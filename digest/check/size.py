"""Judges how large the HTML is: Gmail cuts a mail off at about 102 kB, with the way to unsubscribe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from digest.check.mail import Fault, Part, Place
from digest.render.fit import LIMIT

if TYPE_CHECKING:
    from collections.abc import Iterator

    from digest.check.mail import Mail

_NEAR = 0.9  # of the limit


def html_size(mail: Mail) -> Iterator[Fault]:
    """HTML of more than 95,000 bytes, which Gmail would cut off."""
    size = len(mail.sample.html.encode("utf-8", "replace"))
    if size > LIMIT:
        yield Fault(Place(Part.HTML), f"has {size:,} bytes of {LIMIT:,}; carry fewer briefs or make the theme smaller")


def html_size_near(mail: Mail) -> Iterator[Fault]:
    """HTML that is within a tenth of that limit, where nothing was cut to keep within it."""
    size = len(mail.sample.html.encode("utf-8", "replace"))
    if LIMIT * _NEAR < size <= LIMIT and not mail.sample.cut:
        yield Fault(Place(Part.HTML), f"has {size:,} bytes of {LIMIT:,}; fewer briefs would leave some room")
